/** From a Vega-Lite specification to the text of an SVG, the same bytes every time. The only file that knows Vega. */

import type { Config, TopLevelSpec } from 'vega-lite'

import { colors } from '../base/colors.js'
import { controls } from '../base/escape-html.js'

const [ink, muted, grid] = [colors.ink.light, colors.muted.light, colors.grid.light]

const config: Config = {
  font: 'sans-serif',
  background: '#ffffff',
  padding: 4,
  view: { stroke: null },
  axis: {
    labelColor: muted,
    titleColor: muted,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: grid,
    domain: false,
    ticks: false,
    labelPadding: 6,
    labelLimit: 260,
  },
  axisY: { labelColor: ink },
  legend: { labelColor: ink, titleColor: muted, labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal' },
  header: { labelColor: ink, labelFontSize: 11, labelFontWeight: 600, titleColor: muted },
  title: { color: ink, fontSize: 12, fontWeight: 600, anchor: 'start' },
}

/** Exports of Vega that its types lack. */
interface Untyped {
  /** Vega asks a canvas for `width` unless it is replaced. It only decides how much room a text gets. */
  readonly textMetrics: { width: (item: { readonly fontSize?: number }, text: unknown) => number }
  /** Restarts the numbers of clip paths, which otherwise continue from picture to picture. */
  readonly resetSVGDefIds: () => void
}

/**
 * Returns the picture as SVG. `name` prefixes the ids inside, so that one document can hold several pictures.
 * Vega is loaded with the first picture: it takes longer to load than to draw.
 */
export async function plot(name: string, spec: TopLevelSpec): Promise<string> {
  const vega = await import('vega')
  const { compile } = await import('vega-lite')
  const { textMetrics, resetSVGDefIds } = vega as unknown as Untyped
  textMetrics.width = ({ fontSize = 11 }, text) => 0.54 * fontSize * String(text).length
  resetSVGDefIds()
  const logger = vega.logger(vega.None)
  const view = new vega.View(vega.parse(compile(spec, { config, logger }).spec), { renderer: 'none' })
  try {
    const svg = await view.toSVG()
    return svg.replace(controls, '').replace(/(id="|url\(#|href="#)((?:clip|gradient_)\w+)/g, `$1${name}-$2`)
  } finally {
    view.finalize()
  }
}
