/** The package types its modules, not the build of them in one file. */
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts';
}
