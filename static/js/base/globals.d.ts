/**
 * What the page has without importing it. Plotly is a classic script that arrives after the page's own, so it may be
 * missing: ask for it as `globalThis.Plotly`.
 */
interface PlotlyStatic {
  version: string;
  newPlot(element: HTMLElement, data: object[], layout?: object, config?: object): Promise<HTMLElement>;
  react(element: HTMLElement, data: object[], layout?: object, config?: object): Promise<HTMLElement>;
  relayout(element: HTMLElement, update: object): Promise<HTMLElement>;
  restyle(element: HTMLElement, update: object, traces?: number | number[]): Promise<HTMLElement>;
  purge(element: HTMLElement): void;
  register(modules: object | object[]): void;
  setPlotConfig(config: object): void;
  toImage(element: HTMLElement | object, options?: object): Promise<string>;
  downloadImage(element: HTMLElement | object, options?: object): Promise<string>;
  Plots: { resize(element: HTMLElement): Promise<HTMLElement> };
}

declare var Plotly: PlotlyStatic | undefined;
