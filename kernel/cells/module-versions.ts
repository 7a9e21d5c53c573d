// Node loads a module once, by its URL. To load one anew, because its file has changed or its first evaluation was cut
// short, it gets another URL: the same with a version behind it.

const versions = new Map<string, number>();
const suffix = /[?&]version=\d+$/;

/** The URL without its version. */
export function plainUrl(url: string): string {
  return url.replace(suffix, "");
}

/** Which version of a module is loaded from now on; the first one is 1. */
export function versionOf(url: string): number {
  return versions.get(url) ?? 1;
}

/** From where Node loads the current version of a module. */
export function versionedUrl(url: string): string {
  const version = versionOf(url);
  return version === 1 ? url : `${url}${url.includes("?") ? "&" : "?"}version=${version}`;
}

/** The next import of the module loads it anew. */
export function renew(url: string): void {
  versions.set(url, versionOf(url) + 1);
}
