// Choices between ways to compute, where a faster one is less exact.

export const backends = {
  /**
   * Convolutions by kernels of 3 x 3 with stride 1 over many channels take a quarter to a half of the products by Winograd's
   * filtering. For standard normal data and unit gain its error stays below 5e-5, against some 5e-6 of the exact form.
   * The environment variable `LAMELLA_WINOGRAD=0` switches it off from the start.
   */
  winograd: { enabled: process.env.LAMELLA_WINOGRAD !== "0" },
};
