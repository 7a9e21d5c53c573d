// Paints `lighthouse.jpg`, the photograph-like picture that the lessons convolve. It is made here, so it is ours to
// give away, and it is a coast with a lighthouse because such a view has what a kernel can show: upright and level
// edges, stripes, fine texture and a smooth sky. Run it once, with Node 24: `node notebooks/pictures/make-picture.ts`.
//
// The method is sphere tracing (Hart, "Sphere tracing", 1996): every solid is a function that bounds the distance to
// its surface, and a ray walks forward by that distance until it touches something.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import jpeg from "jpeg-js";

const width = 384;
const height = 256;
const samplesPerSide = 3;

type Vector = readonly [number, number, number];

const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const scale = (a: Vector, s: number): Vector => [a[0] * s, a[1] * s, a[2] * s];
const multiply = (a: Vector, b: Vector): Vector => [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const normalize = (a: Vector) => scale(a, 1 / Math.hypot(...a));
const mix = (a: Vector, b: Vector, t: number): Vector => add(scale(a, 1 - t), scale(b, t));
const clamp = (x: number, low = 0, high = 1) => Math.min(high, Math.max(low, x));
const smoothstep = (from: number, to: number, x: number) => {
  const t = clamp((x - from) / (to - from));
  return t * t * (3 - 2 * t);
};

// Noise: a hash of the lattice points, smoothly interpolated, and a sum of octaves of it.

function hash(x: number, y: number): number {
  let h = Math.imul(x, 374761393) + Math.imul(y, 668265263);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

function noise(x: number, y: number): number {
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [smoothstep(0, 1, x - i), smoothstep(0, 1, y - j)];
  const near = hash(i, j) * (1 - u) + hash(i + 1, j) * u;
  const far = hash(i, j + 1) * (1 - u) + hash(i + 1, j + 1) * u;
  return near * (1 - v) + far * v;
}

function fractalNoise(x: number, y: number, octaves: number): number {
  let sum = 0;
  for (let octave = 0, weight = 0.5; octave < octaves; octave++, weight /= 2) {
    sum += weight * noise(x, y);
    [x, y] = [1.6 * x + 1.2 * y + 7.3, 1.6 * y - 1.2 * x + 3.1]; // doubled and turned, so that no grid shows
  }
  return sum;
}

// Solids, as distances to their surfaces.

const box = ([x, y, z]: Vector, [a, b, c]: Vector) => {
  const [dx, dy, dz] = [Math.abs(x) - a, Math.abs(y) - b, Math.abs(z) - c];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0), Math.max(dz, 0)) + Math.min(Math.max(dx, dy, dz), 0);
};

/** An upright cone's slice from y = 0 (radius `bottom`) to y = `tall` (radius `top`). */
const frustum = ([x, y, z]: Vector, tall: number, bottom: number, top: number) => {
  const slope = (bottom - top) / tall;
  const side = (Math.hypot(x, z) - bottom + slope * y) / Math.hypot(1, slope);
  return Math.max(side, -y, y - tall);
};

/** A roof: a prism along z whose gable is `wide` to each side and `tall` high. */
const gable = ([x, y, z]: Vector, wide: number, tall: number, long: number) =>
  Math.max((Math.abs(x) * tall + (y - tall) * wide) / Math.hypot(wide, tall), -y, Math.abs(z) - long);

// The scene. Units are roughly two metres; y is up, the camera looks along +z.

const tower: Vector = [1.75, 1.02, 3.6];
const house: Vector = [0.05, 1.0, 4.4];
const from = (origin: Vector, p: Vector): Vector => [p[0] - origin[0], p[1] - origin[1], p[2] - origin[2]];

function groundHeight(x: number, z: number): number {
  const distance = Math.hypot((x - 1.7) / 1.35, (z - 3.9) / 1.2);
  const headland = 1.75 * smoothstep(3.3, 1.5, distance + 0.8 * (fractalNoise(x * 0.7, z * 0.7, 3) - 0.45));
  const shore = 1.2 * smoothstep(2.4, -2.2, z + 0.35 * x + 0.9) * smoothstep(-4.5, -0.5, x + 0.4 * z);
  const cracks = 0.42 * fractalNoise(x * 2.6, z * 2.6, 5);
  return Math.max(headland, shore) - 0.85 + cracks * (1 - 0.75 * smoothstep(1.3, 1.7, headland));
}

type Material = "ground" | "tower" | "metal" | "glass" | "roof" | "wall";
type Hit = { distance: number; material: Material };

function scene(p: Vector): Hit {
  let nearest: Hit = { distance: 0.6 * (p[1] - groundHeight(p[0], p[2])), material: "ground" };
  const place = (distance: number, material: Material) => {
    if (distance < nearest.distance) nearest = { distance, material };
  };

  const t = from(tower, p);
  if (Math.hypot(t[0], t[2]) > 1.2) place(Math.hypot(t[0], t[2]) - 0.9, "tower");
  else {
    place(frustum(t, 3.1, 0.52, 0.33), "tower");
    place(frustum(from([0, 3.05, 0], t), 0.1, 0.52, 0.52), "metal");
    place(frustum(from([0, 3.1, 0], t), 0.45, 0.22, 0.22), "glass");
    place(frustum(from([0, 3.53, 0], t), 0.05, 0.32, 0.32), "metal");
    place(frustum(from([0, 3.58, 0], t), 0.32, 0.29, 0.02), "roof");
    const ring = Math.hypot(t[0], t[2]) - 0.49;
    for (const rail of [3.27, 3.38]) place(Math.hypot(ring, t[1] - rail) - 0.014, "metal");
    const turn = Math.PI / 10;
    const angle = Math.atan2(t[2], t[0]);
    const post = Math.round(angle / turn) * turn;
    const besidePost = Math.hypot(t[0] - 0.49 * Math.cos(post), t[2] - 0.49 * Math.sin(post));
    place(Math.max(besidePost - 0.014, 3.1 - t[1], t[1] - 3.39), "metal");
  }

  const h = from(house, p);
  place(box(from([0, 0.34, 0], h), [0.78, 0.36, 0.5]), "wall");
  const alongRoof: Vector = [h[2], h[1] - 0.68, h[0]];
  place(gable(alongRoof, 0.62, 0.52, 0.88), "roof");
  place(box(from([0.42, 1.1, 0.05], h), [0.1, 0.3, 0.1]), "wall");
  return nearest;
}

function normalAt(p: Vector, reach: number): Vector {
  const along = (d: Vector) => scene(add(p, d)).distance - scene(add(p, scale(d, -1))).distance;
  return normalize([along([reach, 0, 0]), along([0, reach, 0]), along([0, 0, reach])]);
}

function trace(
  origin: Vector,
  direction: Vector,
  limit: number,
): { at: number; material: Material } | undefined {
  let at = 0.02;
  for (let step = 0; step < 160 && at < limit; step++) {
    const { distance, material } = scene(add(origin, scale(direction, at)));
    if (distance < 0.0008 * at + 0.0004) return { at, material };
    at += distance;
  }
  return undefined;
}

// Light and colour.

const sun = normalize([-0.84, 0.46, -0.4]);
const sunlight: Vector = [2.5, 2.0, 1.4];

function sky(direction: Vector): Vector {
  const up = Math.max(direction[1], 0);
  const clear = mix([0.85, 0.68, 0.52], [0.09, 0.27, 0.6], smoothstep(-0.05, 0.5, up) ** 0.7);
  const reach = 1 / (up + 0.12);
  const cover = fractalNoise(direction[0] * reach * 1.1 + 4.4, direction[2] * reach * 0.8 - 0.6, 6);
  const thickness = smoothstep(0.46, 0.66, cover) * smoothstep(0.015, 0.16, up);
  const cloud = mix([1.05, 0.97, 0.9], [0.66, 0.66, 0.74], smoothstep(0.55, 0.8, cover));
  return mix(clear, cloud, 0.9 * thickness);
}

function shadow(point: Vector, normal: Vector): number {
  let open = 1;
  const start = add(point, scale(normal, 0.01));
  for (let at = 0.03, step = 0; step < 48 && at < 7; step++) {
    const { distance } = scene(add(start, scale(sun, at)));
    open = Math.min(open, (14 * distance) / at);
    if (open < 0.01) return 0;
    at += Math.max(distance, 0.02);
  }
  return open;
}

/** How much of the sky a point sees, from five steps along its normal (Evans, 2006). */
function openness(point: Vector, normal: Vector): number {
  let hidden = 0;
  for (let step = 1; step <= 5; step++) {
    hidden += (step * 0.09 - scene(add(point, scale(normal, step * 0.09))).distance) / 2 ** step;
  }
  return clamp(1 - 3.4 * hidden, 0.15, 1);
}

function surfaceColour(material: Material, p: Vector, normal: Vector): Vector {
  switch (material) {
    case "ground": {
      const fine = fractalNoise(p[0] * 9, p[2] * 9, 4);
      const rock = scale(
        [0.4, 0.36, 0.33],
        0.55 + 0.8 * fractalNoise(p[0] * 4 + p[1] * 9, p[2] * 4 + p[1] * 3, 5),
      );
      const grass = mix([0.13, 0.2, 0.05], [0.42, 0.4, 0.13], smoothstep(0.25, 0.72, fine));
      const wet = mix([0.12, 0.12, 0.12], rock, smoothstep(0.05, 0.3, p[1]));
      return mix(wet, grass, smoothstep(0.62, 0.85, normal[1]) * smoothstep(0.3, 0.6, p[1]));
    }
    case "tower": {
      const [x, y, z] = from(tower, p);
      const angle = Math.atan2(x, -z);
      const window = [0.95, 1.75, 2.5].some(
        (level) => Math.abs(y - level) < 0.12 && Math.abs(angle + 0.3) < 0.16,
      );
      const door = y < 0.5 && Math.abs(angle + 0.3) < 0.26;
      if (window || door) return [0.05, 0.06, 0.08];
      return Math.floor(y / 0.62) % 2 === 1 ? [0.62, 0.08, 0.06] : [0.86, 0.84, 0.8];
    }
    case "wall": {
      const [x, y, z] = from(house, p);
      const front = z < -0.45 && y < 0.7;
      const window = front && [-0.48, 0.48].some((at) => Math.abs(x - at) < 0.13) && Math.abs(y - 0.4) < 0.15;
      const bar = Math.abs(Math.abs(x) - 0.48) < 0.016 || Math.abs(y - 0.4) < 0.016;
      if (window && !bar) return [0.06, 0.09, 0.14];
      if (front && Math.abs(x) < 0.13 && y < 0.48) return [0.1, 0.22, 0.3];
      return [0.8, 0.77, 0.7];
    }
    case "roof": {
      const course = Math.abs((((p[1] * 15) % 1) + 1) % 1);
      return scale([0.42, 0.13, 0.08], course < 0.25 ? 0.6 : 1);
    }
    case "metal":
      return [0.09, 0.09, 0.1];
    case "glass":
      return [0.9, 0.75, 0.4];
  }
}

function shade(origin: Vector, direction: Vector, at: number, material: Material): Vector {
  const point = add(origin, scale(direction, at));
  const normal = normalAt(point, 0.004);
  const lit = Math.max(dot(normal, sun), 0) * shadow(point, normal);
  const seen = openness(point, normal);
  const fromSky = scale([0.26, 0.36, 0.54], seen * (0.6 + 0.4 * normal[1]));
  const bounced = scale([0.3, 0.24, 0.16], seen * clamp(0.5 - 0.5 * normal[1]));
  const light = add(scale(sunlight, lit), add(fromSky, bounced));
  const colour = multiply(surfaceColour(material, point, normal), light);
  return material === "glass" ? add(colour, [0.5, 0.36, 0.12]) : colour;
}

function sea(origin: Vector, direction: Vector, at: number): Vector {
  const [x, , z] = add(origin, scale(direction, at));
  const wave = (u: number, v: number) => fractalNoise(u * 0.9, v * 2.4, 5);
  const calm = 0.75 / (1 + 0.03 * at);
  const normal = normalize([
    calm * (wave(x, z) - wave(x + 0.08, z)),
    0.55,
    calm * (wave(x, z) - wave(x, z + 0.08)),
  ]);
  const reflected = add(direction, scale(normal, -2 * dot(direction, normal)));
  const mirrored: Vector = [reflected[0], Math.abs(reflected[1]), reflected[2]];
  const solid = trace([x, 0.02, z], mirrored, 14);
  const reflection = solid ? shade([x, 0.02, z], mirrored, solid.at, solid.material) : sky(mirrored);
  const fresnel = 0.04 + 0.9 * (1 - clamp(-dot(direction, normal))) ** 4;
  const depth = clamp(-groundHeight(x, z) * 1.6);
  const foam = smoothstep(0.3, 0.02, -groundHeight(x, z) + 0.35 * (fractalNoise(x * 5, z * 5, 4) - 0.5));
  const water = mix([0.1, 0.22, 0.24], [0.02, 0.09, 0.15], depth);
  return mix(mix(water, reflection, fresnel), [0.9, 0.9, 0.88], 0.8 * foam);
}

function colourOf(origin: Vector, direction: Vector): Vector {
  const solid = trace(origin, direction, 40);
  const atSea = direction[1] < 0 ? -origin[1] / direction[1] : Infinity;
  if (!solid && atSea === Infinity) return sky(direction);
  const at = Math.min(solid?.at ?? Infinity, atSea);
  const colour =
    solid && solid.at < atSea ? shade(origin, direction, at, solid.material) : sea(origin, direction, at);
  return mix(sky([direction[0], 0.02, direction[2]]), colour, Math.exp(-0.008 * at));
}

// The camera and the film.

const eye: Vector = [-0.5, 1.35, -4.6];
const target: Vector = [0.75, 2.1, 3.6];
const forward = normalize(from(eye, target));
const right = normalize([forward[2], 0, -forward[0]]);
const upward: Vector = [
  forward[1] * right[2] - forward[2] * right[1],
  forward[2] * right[0] - forward[0] * right[2],
  forward[0] * right[1] - forward[1] * right[0],
];
const focalLength = 1.9;

/** The filmic curve of Narkowicz (2015), then the display's gamma, to one byte. */
const develop = (light: number) => {
  const exposed = light * 0.62;
  const toned = clamp((exposed * (2.51 * exposed + 0.03)) / (exposed * (2.43 * exposed + 0.59) + 0.14));
  return Math.round(255 * toned ** (1 / 2.2));
};

const pixels = new Uint8Array(width * height * 4);
for (let row = 0; row < height; row++) {
  for (let column = 0; column < width; column++) {
    let light: Vector = [0, 0, 0];
    for (let sample = 0; sample < samplesPerSide ** 2; sample++) {
      const u = column + ((sample % samplesPerSide) + 0.5) / samplesPerSide;
      const v = row + (Math.floor(sample / samplesPerSide) + 0.5) / samplesPerSide;
      const across = scale(right, (2 * u - width) / height);
      const above = scale(upward, 1 - (2 * v) / height);
      light = add(light, colourOf(eye, normalize(add(scale(forward, focalLength), add(across, above)))));
    }
    const average = scale(light, 1 / samplesPerSide ** 2);
    pixels.set([...average.map(develop), 255], (row * width + column) * 4);
  }
}

const { data } = jpeg.encode({ data: pixels, width, height }, 88);
writeFileSync(join(import.meta.dirname, "lighthouse.jpg"), data);
console.log(`lighthouse.jpg: ${width} x ${height}, ${data.length} bytes`);
