// Choices between ways to compute, where a faster one is less exact.

export const backends = {
  /**
   * Convolutions by kernels of 3 x 3 with stride 1 over many channels take a quarter to a half of the products by Winograd's
   * filtering. With standard normal images and results its largest error is some 2e-5, and 1e-5 without.
   * The environment variable `LAMELLA_WINOGRAD=0` switches it off from the start.
   */
  winograd: { enabled: process.env.LAMELLA_WINOGRAD !== "0" },
};
