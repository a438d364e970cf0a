// SPDX-License-Identifier: Apache-2.0
// The map proper: areas coloured by a figure, cases as counts and points. Only ever imported
// lazily, because MapLibre is many times the size of a page.
import * as maplibregl from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { styleOf, type MapSources } from './style.ts';

// Production builds cannot find MapLibre's worker by themselves.
maplibregl.setWorkerUrl(workerUrl);

export type Frame = [[number, number], [number, number]];

export interface FigureMapOptions {
  container: HTMLElement;
  sources: MapSources;
  level: string;
  frame: Frame;
  label: string;
  onArea: (id: string) => void;
  onCase: (id: string) => void;
}

export interface FigureMap {
  /** Steps of the colour ramp by area. */
  colour(steps: ReadonlyMap<string, number>): void;
  setLevel(level: string): void;
  setFrame(frame: Frame): void;
  choose(area: string | null): void;
  chooseCase(id: string | null): void;
  /** Tiles of cases under another filter, or again after a change. */
  setCases(tiles: string, overdue: boolean): void;
  remove(): void;
}

/** Tiles hold a level from this zoom on (src/modules/tiles): further out there is nothing to colour. */
const LEVEL_FROM: Record<string, number> = { street: 8, community: 10, grid: 11, micro_grid: 13 };

const AREA_LAYERS = ['fill', 'line', 'names'] as const;

class Engine implements FigureMap {
  private readonly map: maplibregl.Map;
  private steps: ReadonlyMap<string, number> = new Map();
  private level: string;
  private chosen: string | null = null;
  private chosenCase: string | null = null;
  private sources: MapSources;
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private readonly restyle = (): void => {
    this.map.setStyle(styleOf(this.sources));
  };

  constructor(private readonly options: FigureMapOptions) {
    this.sources = options.sources;
    this.level = options.level;
    this.map = new maplibregl.Map({
      container: options.container,
      style: styleOf(options.sources),
      bounds: options.frame,
      fitBoundsOptions: { padding: 8 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 19,
      fadeDuration: 0,
      localIdeographFontFamily: "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif",
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
    this.map.addControl(new maplibregl.ScaleControl({ maxWidth: 90 }), 'bottom-left');
    this.map.getCanvas().setAttribute('aria-label', options.label);
    this.map.on('style.load', () => this.apply());
    this.comeNear();
    this.listen();
    this.dark.addEventListener('change', this.restyle);
  }

  private listen(): void {
    const { map, options } = this;
    const at = (point: maplibregl.Point): void => {
      const layers = ['points', 'fill'].filter((id) => map.getLayer(id));
      const box: [maplibregl.PointLike, maplibregl.PointLike] = [
        [point.x - 4, point.y - 4],
        [point.x + 4, point.y + 4],
      ];
      const found = map.queryRenderedFeatures(box, { layers });
      const hit = found.find((one) => one.layer.id === 'points') ?? found[0];
      if (hit === undefined) return;
      const id = String(hit.properties.id);
      if (hit.layer.id === 'points') options.onCase(id);
      else options.onArea(id);
    };
    map.on('click', (event) => at(event.point));
    for (const layer of ['points', 'fill']) {
      map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'));
      map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''));
    }
    // Enter or space takes what is in the middle: a map must not need a mouse.
    map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      at(map.project(map.getCenter()));
    });
  }

  /** Everything that a new style has forgotten. */
  private apply(): void {
    const { map } = this;
    const isLevel = ['==', ['get', 'level'], this.level] as maplibregl.FilterSpecification;
    for (const layer of AREA_LAYERS) map.setFilter(layer, isLevel);
    map.setFilter('chosen', ['==', ['get', 'id'], this.chosen ?? '']);
    if (map.getLayer('point-chosen')) {
      map.setFilter('point-chosen', ['==', ['to-string', ['get', 'id']], this.chosenCase ?? '']);
    }
    const target = { source: 'areas', sourceLayer: 'areas' };
    map.removeFeatureState(target);
    for (const [id, step] of this.steps) map.setFeatureState({ ...target, id }, { step });
  }

  /** A small screen cuts the edges off rather than showing a land without areas. */
  private comeNear(): void {
    const least = LEVEL_FROM[this.level] ?? 0;
    if (this.map.getZoom() < least) this.map.jumpTo({ zoom: least });
  }

  private whenStyled(run: () => void): void {
    if (this.map.getLayer('fill')) run();
  }

  colour(steps: ReadonlyMap<string, number>): void {
    this.steps = steps;
    this.whenStyled(() => this.apply());
  }
  setLevel(level: string): void {
    this.level = level;
    this.comeNear();
    this.whenStyled(() => this.apply());
  }
  choose(area: string | null): void {
    this.chosen = area;
    this.whenStyled(() => this.apply());
  }
  chooseCase(id: string | null): void {
    this.chosenCase = id;
    this.whenStyled(() => this.apply());
  }
  setFrame(frame: Frame): void {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const camera = this.map.cameraForBounds(frame, { padding: 8 });
    if (camera === undefined) return;
    const zoom = Math.max(camera.zoom ?? 0, LEVEL_FROM[this.level] ?? 0);
    this.map.easeTo({ ...camera, zoom, animate: !still, duration: 500 });
  }
  setCases(tiles: string, overdue: boolean): void {
    const same = overdue === this.sources.overdue;
    this.sources = { ...this.sources, caseTiles: tiles, overdue };
    if (!same) return this.restyle();
    const source = this.map.getSource('cases') as maplibregl.VectorTileSource | undefined;
    source?.setTiles([tiles]);
  }
  remove(): void {
    this.dark.removeEventListener('change', this.restyle);
    this.map.remove();
  }
}

export function createFigureMap(options: FigureMapOptions): FigureMap {
  return new Engine(options);
}
