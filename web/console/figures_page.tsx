// Figures of a day or a month: visits, ways, times, helping hands, troubles by cause. Plots beside tables that say the same.
import { useEffect, useState } from 'preact/hooks';
import { call, type Refusal } from '../shared/api';
import { date } from '../shared/format';
import { FormRefusal } from '../shared/form';
import type { State } from '../shared/generated/schema/console';
import { type Count, Figures, type Seconds } from '../shared/generated/schema/figures';
import type { Speech } from '../shared/languages';
import { Panel } from '../shared/page';
import { barsShown, share } from './figures';
import { Columns, TableOfBars } from './plots';

type Span = { kind: 'day' | 'month'; value: string };

const kAskAgainMs = 60_000;

function useFigures({ kind, value }: Span): { figures: Figures | undefined; refusal: Refusal | undefined } {
  const [figures, setFigures] = useState<Figures | undefined>(undefined);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    const ask = async (): Promise<void> => {
      const answer = await call('GET', `api/figures?${kind}=${encodeURIComponent(value)}`);
      if (gone) return;
      setRefusal(answer.ok ? undefined : answer.refusal);
      if (answer.ok) setFigures(Figures.fromJSON(answer.body));
    };
    void ask();
    const timer = setInterval(() => void ask(), kAskAgainMs);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [kind, value]);
  return { figures, refusal };
}

export function FiguresPage({ state, say }: { state: State; say: Speech }) {
  const today = state.time.slice(0, 10);
  const [span, setSpan] = useState<Span>({ kind: 'day', value: today });
  const { figures, refusal } = useFigures(span);
  return (
    <main class="board figures-board">
      <Panel id="figures" title={say.say('console.figures.title')} class="wide">
        <Choose span={span} today={today} choose={setSpan} say={say} />
        <FormRefusal refusal={refusal} fields={[]} say={say} />
        {figures === undefined ? refusal === undefined ? <p role="status">{say.say('console.figures.loading')}</p> : null : <Overview figures={figures} say={say} />}
      </Panel>
      {figures === undefined ? null : <Plots figures={figures} say={say} />}
    </main>
  );
}

interface ChooseProps {
  span: Span;
  today: string;
  choose(span: Span): void;
  say: Speech;
}

function Choose({ span, today, choose, say }: ChooseProps) {
  const month = span.kind === 'month';
  const csv = `api/figures?${span.kind}=${encodeURIComponent(span.value)}&format=csv&lang=${say.language}`;
  const quick = (kind: Span['kind'], value: string, words: string) => (
    <button type="button" class={span.kind === kind && span.value === value ? 'small-button chosen' : 'small-button'} aria-pressed={span.kind === kind && span.value === value} data-span={kind} onClick={() => choose({ kind, value })}>
      {words}
    </button>
  );
  return (
    <div class="figures-choose" role="group" aria-label={say.say('console.figures.choose')}>
      {quick('day', today, say.say('console.figures.today'))}
      {quick('month', today.slice(0, 7), say.say('console.figures.this_month'))}
      <label>
        <span>{say.say('console.figures.which_day')}</span>
        <input type="date" name="day" max={today} value={month ? '' : span.value} onChange={({ currentTarget: { value } }) => value === '' || choose({ kind: 'day', value })} />
      </label>
      <label>
        <span>{say.say('console.figures.which_month')}</span>
        <input type="month" name="month" max={today.slice(0, 7)} value={month ? span.value : ''} onChange={({ currentTarget: { value } }) => value === '' || choose({ kind: 'month', value })} />
      </label>
      <a class="small-button csv-link" href={csv} download>
        {say.say('console.figures.csv')}
      </a>
    </div>
  );
}

function Overview({ figures, say }: { figures: Figures; say: Speech }) {
  const { visits, helped, whole, machine } = figures;
  const good = figures.bars.reduce((sum, bar) => sum + bar.good, 0);
  return (
    <>
      {figures.missing.includes('dropped') ? <p class="figures-note">{say.say('console.figures.dropped', { date: date(figures.kept_since, say.language) })}</p> : null}
      {figures.missing.includes('to_come') ? <p class="figures-note">{say.say('console.figures.to_come')}</p> : null}
      <dl class="tiles" data-figures={figures.span}>
        <Tile title={say.say('console.figures.visits')} value={String(visits)} text={visits > 0 ? say.say('console.figures.good_share', { n: share(good, visits) }) : ''} />
        <Tile title={say.say('console.figures.helped')} value={String(helped)} text={visits > 0 ? say.say('console.figures.helped_share', { n: share(helped, visits) }) : ''} />
        <Times whole={whole} machine={machine} say={say} />
      </dl>
    </>
  );
}

function Times({ whole, machine, say }: { whole: Seconds | undefined; machine: Seconds | undefined; say: Speech }) {
  const told = (n: number): string => say.say('console.figures.seconds', { n: n.toFixed(1) });
  if (whole === undefined || whole.visits === 0) return <Tile title={say.say('console.figures.median')} value="—" text={say.say('console.figures.no_time')} />;
  return (
    <>
      <Tile title={say.say('console.figures.median')} value={told(whole.median)} text={say.say('console.figures.machine', { median: told(machine?.median ?? 0), most: told(machine?.p95 ?? 0) })} />
      <Tile title={say.say('console.figures.p95')} value={told(whole.p95)} text="" />
    </>
  );
}

function Tile({ title, value, text }: { title: string; value: string; text: string }) {
  return (
    <div class="tile">
      <dt>{title}</dt>
      <dd class="tile-value number">{value}</dd>
      {text === '' ? null : <dd class="soft">{text}</dd>}
    </div>
  );
}

function Plots({ figures, say }: { figures: Figures; say: Speech }) {
  const month = figures.span.length === 7;
  const label = (text: string): string => (month ? date(text, say.language) : say.say('console.figures.hour', { n: Number(text) }));
  const counts = (all: Count[], prefix: 'console.figures.way' | 'console.figures.outcome') => all.map(({ name, count }) => ({ label: say.sayBy(prefix, name, ''), count }));
  const title = say.say(month ? 'console.figures.by_day' : 'console.figures.by_hour');
  const faults = figures.faults.map((fault) => ({
    label: `${fault.heading?.[say.language === 'ja' ? 'ja' : 'en'] ?? fault.row}${say.language === 'ja' ? '：' : ': '}${fault.cause === '' ? say.say('console.figures.unknown_cause') : (fault.title?.[say.language === 'ja' ? 'ja' : 'en'] ?? fault.cause)}`,
    count: fault.count,
  }));
  return (
    <>
      <Panel id="figures-time" title={title}>
        <Columns title={title} bars={barsShown(figures)} label={label} tick={(text) => String(Number(text.slice(-2)))} say={say} />
      </Panel>
      <div class="column">
        <Panel id="figures-ways" title={say.say('console.figures.by_way')}>
          <TableOfBars name={say.say('console.figures.by_way')} rows={counts(figures.ways, 'console.figures.way')} say={say} />
        </Panel>
        <Panel id="figures-outcomes" title={say.say('console.figures.by_outcome')}>
          <TableOfBars name={say.say('console.figures.by_outcome')} rows={counts(figures.outcomes, 'console.figures.outcome')} say={say} />
        </Panel>
      </div>
      <Panel id="figures-faults" title={say.say('console.figures.faults')} class="wide">
        {faults.length === 0 ? <p class="soft">{say.say('console.figures.no_faults')}</p> : <TableOfBars name={say.say('console.figures.trouble')} rows={faults} say={say} />}
      </Panel>
    </>
  );
}
