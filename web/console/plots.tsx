// Plots as plain SVG, each with a table that says the same.
import type { Bar } from '../shared/generated/schema/figures';
import type { Speech } from '../shared/languages';
import { topOf } from './figures';

const kWidth = 360;
const kHeight = 170;
const kLeft = 26;
const kBottom = 18;
const kTop = 8;

interface ColumnsProps {
  title: string;
  bars: Bar[];
  label(text: string): string; // of a bar, in words
  tick(text: string): string; // under it
  say: Speech;
}

// Upright bars over time: all visits, and within them those with a result.
export function Columns({ title, bars, label, tick, say }: ColumnsProps) {
  const top = topOf(Math.max(1, ...bars.map(({ visits }) => visits)));
  const place = kHeight - kBottom - kTop;
  const width = (kWidth - kLeft) / Math.max(1, bars.length);
  const height = (count: number): number => (place * count) / top;
  const every = bars.length > 16 ? 5 : bars.length > 11 ? 2 : 1;
  return (
    <figure class="plot">
      <svg viewBox={`0 0 ${kWidth} ${kHeight}`} role="img" aria-label={title}>
        {[0, top].map((count) => (
          <g key={count}>
            <line class="grid" x1={kLeft} x2={kWidth} y1={kTop + place - height(count)} y2={kTop + place - height(count)} />
            <text x={kLeft - 4} y={kTop + place - height(count) + 4} text-anchor="end">
              {count}
            </text>
          </g>
        ))}
        {bars.map(({ label: name, visits, good }, at) => (
          <g key={name}>
            <rect class="all" x={kLeft + at * width + width * 0.12} width={width * 0.76} y={kTop + place - height(visits)} height={height(visits)} />
            <rect class="good" x={kLeft + at * width + width * 0.12} width={width * 0.76} y={kTop + place - height(good)} height={height(good)} />
            {at % every === 0 ? (
              <text x={kLeft + (at + 0.5) * width} y={kHeight - 4} text-anchor="middle">
                {tick(name)}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
      <p class="legend">
        <span class="sign good" aria-hidden="true" /> {say.say('console.figures.good')} <span class="sign all" aria-hidden="true" /> {say.say('console.figures.visits')}
      </p>
      <details class="details">
        <summary>{say.say('console.figures.as_table')}</summary>
        <table class="numbers">
          <caption class="hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{say.say('console.figures.label')}</th>
              <th scope="col">{say.say('console.figures.visits')}</th>
              <th scope="col">{say.say('console.figures.good')}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.label}>
                <th scope="row">{label(bar.label)}</th>
                <td class="number">{bar.visits}</td>
                <td class="number">{bar.good}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

// A table whose rows carry a lying bar.
export function TableOfBars({ name, rows, say }: { name: string; rows: { label: string; count: number }[]; say: Speech }) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <table class="numbers of-bars">
      <thead class="hidden">
        <tr>
          <th scope="col">{name}</th>
          <th scope="col">{say.say('console.figures.count')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, count }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td class="number">{count}</td>
            <td class="bar-cell">
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="good" width={(100 * count) / most} height="10" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
