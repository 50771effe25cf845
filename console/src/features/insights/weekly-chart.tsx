import type { Insights } from "@purser/contract";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useColourChanges } from "../../lib/scheme.ts";

type Weeks = Insights["groups"];
type Figures = Insights["total"];

const height = 200;
/** Each series holds those after it too, so that its bar shows above theirs. */
const series = [
  { name: "Not resolved", swatch: "bg-line-strong", of: ({ cases }: Figures) => cases },
  {
    name: "Resolved by people",
    swatch: "bg-accent",
    of: (figures: Figures) => figures.resolvedByAgent + figures.resolvedByPeople,
  },
  { name: "Resolved by the agent", swatch: "bg-good", of: ({ resolvedByAgent }: Figures) => resolvedByAgent },
] as const;

/** Cases of each week, and how many of them were resolved and by whom. The table below it says the same in numbers. */
export function WeeklyChart({ weeks }: { weeks: Weeks }) {
  const figure = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const colourChanges = useColourChanges();
  useEffect(() => {
    if (place.current === null || figure.current === null) return undefined;
    return draw(place.current, weeks, coloursIn(figure.current));
  }, [weeks, colourChanges]);
  return (
    <figure ref={figure} className="min-w-0 text-muted">
      <div ref={place} role="img" aria-label="Cases of each week and how they were resolved" className="h-[200px]" />
      <figcaption className="mt-1 flex flex-wrap gap-4 text-xs">
        {series.toReversed().map(({ name, swatch }) => (
          <span key={name} className="flex items-center gap-1.5">
            <span data-series={name} className={`size-2.5 rounded-sm ${swatch}`} aria-hidden="true" />
            {name}
          </span>
        ))}
        <span data-series="grid" className="hidden bg-line" aria-hidden="true" />
      </figcaption>
    </figure>
  );
}

type Colours = { text: string; of: (series: string) => string };

/** A canvas takes no names of colours: what they are now is read from what is styled with them. */
function coloursIn(figure: HTMLElement): Colours {
  const swatches = [...figure.querySelectorAll<HTMLElement>("[data-series]")];
  const known = new Map(swatches.map((each) => [each.dataset["series"], getComputedStyle(each).backgroundColor]));
  return { text: getComputedStyle(figure).color, of: (name) => known.get(name) ?? "" };
}

/** Returns what takes it away again. */
function draw(place: HTMLElement, weeks: Weeks, colours: Colours): () => void {
  const chart = new uPlot(
    { ...optionsFor(weeks, colours), width: place.clientWidth, height },
    [weeks.map((_, index) => index), ...series.map(({ of }) => weeks.map(({ figures }) => of(figures)))],
    place,
  );
  const observer = new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height }));
  observer.observe(place);
  return () => {
    observer.disconnect();
    chart.destroy();
  };
}

const stepsOfCases = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

function optionsFor(weeks: Weeks, colours: Colours): Omit<uPlot.Options, "width" | "height"> {
  const paths = uPlot.paths.bars?.({ size: [0.6, 48] });
  return {
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.6, weeks.length - 0.4] },
      y: { range: (_, __, most) => [0, Math.max(1, most)] },
    },
    axes: [
      {
        stroke: colours.text,
        grid: { show: false },
        splits: () => weeks.map((_, index) => index),
        values: () => weeks.map(({ key }) => dayOf(key ?? "")),
      },
      { stroke: colours.text, grid: { stroke: colours.of("grid"), width: 1 }, incrs: stepsOfCases },
    ],
    series: [
      {},
      ...series.map(({ name }) => ({
        label: name,
        fill: colours.of(name),
        stroke: colours.of(name),
        points: { show: false },
        ...(paths === undefined ? {} : { paths }),
      })),
    ],
  };
}

/** The Monday of a week in the reader's language, such as `12 Jan`. */
function dayOf(date: string): string {
  const format = new Intl.DateTimeFormat(navigator.language, { day: "numeric", month: "short", timeZone: "UTC" });
  return format.format(new Date(`${date}T00:00:00Z`));
}
