import Benchmark

// Kernels alone, on made-up data: what a change to one of them does. `make bench-kernels` runs them.
readerKernels()
engineKernels()
try planKernels()
Benchmark.main()
