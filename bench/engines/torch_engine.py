"""PyTorch, eager, as people run it: the graph's nodes one after the other, in inference mode.

usage: torch_engine.py FOLDER THREADS

Speaks with the bench as engine-process.ts does: a line of JSON comes out of file descriptor 3 when the network is
ready, and then one for each line that comes in.
"""

import json
import os
import struct
import sys
import time

import torch
import torch.nn.functional as F

ROUND_SECONDS = 0.25
LEAST_RUNS, MOST_RUNS = 3, 500


def read_tensors(path):
    """The float32 tensors of a safetensors file by name."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        body = bytearray(file.read())
    floats = torch.frombuffer(body, dtype=torch.float32, count=len(body) // 4)
    return {
        name: floats[start // 4 : end // 4].reshape(entry["shape"]).clone()
        for name, entry in header.items()
        if entry["dtype"] == "F32"
        for start, end in [entry["data_offsets"]]
    }


def function_of(node, state):
    """The node as a function of the values that it reads. ReLU and addition work in place, as in torchvision."""
    op = node["op"]
    prefix = node.get("prefix", "")
    weight, bias = state.get(prefix + "weight"), state.get(prefix + "bias")
    if op == "linear":
        return lambda x: F.linear(x, weight, bias)
    if op == "convolution":
        convolve = F.conv2d if node["dimensions"] == 2 else F.conv1d
        stride, padding, groups = node["stride"], node["padding"], node["groups"]
        return lambda x: convolve(x, weight, bias, stride, padding, 1, groups)
    if op == "batchNorm":
        mean, variance = state[prefix + "running_mean"], state[prefix + "running_var"]
        return lambda x: F.batch_norm(x, mean, variance, weight, bias, False, 0.1, node["eps"])
    if op == "layerNorm":
        return lambda x: F.layer_norm(x, weight.shape, weight, bias, node["eps"])
    if op == "relu":
        return torch.relu_
    if op == "gelu":
        return F.gelu
    if op == "add":
        return lambda x, other: x.add_(other)
    if op == "scale":
        factor = state[node["name"]]
        return lambda x: x * factor
    if op == "toChannelsLast":
        return lambda x: x.permute(0, 2, 3, 1)
    if op == "toChannelsFirst":
        return lambda x: x.permute(0, 3, 1, 2)
    if op == "maxPool":
        return lambda x: F.max_pool2d(x, node["kernelSize"], node["stride"], node["padding"])
    if op == "globalAveragePool":
        return lambda x: torch.flatten(F.adaptive_avg_pool2d(x, 1), 1)
    raise ValueError(f"torch: unknown node {op}")


def operands(node):
    return [node["input"], node["other"]] if node["op"] == "add" else [node["input"]]


def network_of(nodes, state, x):
    """A function that computes the network and lets go of each value after its last use."""
    last_reader = {value: i for i, node in enumerate(nodes) for value in operands(node)}
    steps = []
    for i, node in enumerate(nodes):
        done = [value for value in operands(node) if last_reader[value] == i]
        steps.append((function_of(node, state), operands(node), done))

    def run():
        values = [x] + [None] * len(steps)
        for i, (function, reads, done) in enumerate(steps):
            values[i + 1] = function(*[values[each] for each in reads])
            for each in done:
                values[each] = None
        return values[-1]

    return run


def measure_round(run):
    """The milliseconds of each run of a round."""
    times = []
    enough = time.perf_counter() + ROUND_SECONDS
    while len(times) < LEAST_RUNS or (time.perf_counter() < enough and len(times) < MOST_RUNS):
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    return times


def blas():
    """The BLAS library in use: the reference one would make PyTorch look slow."""
    with open("/proc/self/maps") as maps:
        paths = {os.path.realpath(line.split()[-1]) for line in maps if "blas" in line or "mkl" in line}
    return " ".join(sorted(os.path.basename(path) for path in paths)) or "built in"


def main():
    folder, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    with open(os.path.join(folder, "job.json")) as file:
        nodes = json.load(file)["nodes"]
    state = read_tensors(os.path.join(folder, "state.safetensors"))
    x = read_tensors(os.path.join(folder, "input.safetensors"))["input"]
    run = network_of(nodes, state, x)
    with torch.inference_mode(), open(3, "w", buffering=1) as answers:
        started = time.perf_counter()
        run()
        first = (time.perf_counter() - started) * 1000
        path = os.path.join(folder, f"torch-{threads}.f32")
        with open(path, "wb") as file:
            file.write(run().contiguous().numpy().tobytes())
        measure_round(run)  # warms up
        engine = f"PyTorch {torch.__version__}, BLAS {blas()}"
        print(json.dumps({"engine": engine, "first": first, "output": path}), file=answers)
        for _ in sys.stdin:
            print(json.dumps({"times": measure_round(run)}), file=answers)


main()
