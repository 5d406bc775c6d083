// The console page: what the host tells, drawn for the reception.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../shared/base.css';
import '../shared/staff.css';
import './console.css';
import './incidents.css';
import './pages.css';
import { useCountdown } from '../shared/clock';
import { clockTime } from '../shared/format';
import { State, ToPage } from '../shared/generated/schema/console';
import type { Language, Speech } from '../shared/languages';
import { LanguageButtons, useLanguage, useProgram } from '../shared/page';
import { FoundTerminals, NationalPanel, OutputPanel } from './around';
import { CataloguePage } from './catalogue_page';
import { Incidents } from './incidents';
import { LogPage } from './log_page';
import { CollectPanel, SelfTestPanel } from './morning';
import { Results } from './results';
import { type Summary, summarise } from './summary';
import { Terminals } from './terminals';

function parse(json: unknown): State | undefined {
  return typeof json === 'object' && json !== null ? ToPage.fromJSON(json).state : undefined;
}

type Place = 'reception' | 'log' | 'catalogue';
const kPlaces: Place[] = ['reception', 'log', 'catalogue'];

// "#catalogue/E07" -> the catalogue, at E07.
function placeOf(hash: string): { place: Place; row: string } {
  const [name = '', row = ''] = decodeURIComponent(hash.replace(/^#/, '')).split('/');
  return { place: name === 'log' || name === 'catalogue' ? name : 'reception', row };
}

function usePlace(): { place: Place; row: string } {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = (): void => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return placeOf(hash);
}

function Page() {
  const [say, choose] = useLanguage('console.page_title');
  const { connected, state, send } = useProgram(parse);
  const summary = summarise(state, connected, say);
  const { place, row } = usePlace();
  return (
    <div class={connected ? 'frame' : 'frame stale'} data-ready={state === undefined ? undefined : ''} data-place={place}>
      <Head state={state} summary={summary} place={place} say={say} choose={choose} />
      {state === undefined ? (
        <main />
      ) : place === 'catalogue' ? (
        <CataloguePage row={row} say={say} />
      ) : place === 'log' ? (
        <LogPage state={state} say={say} />
      ) : (
        <Reception state={state} say={say} send={send} />
      )}
    </div>
  );
}

function Reception({ state, say, send }: { state: State; say: Speech; send(message: object): void }) {
  return (
    <main class="board">
      <Incidents state={state} say={say} send={send} />
      <div class="column">
        <Terminals state={state} say={say} send={send} />
        <FoundTerminals state={state} say={say} send={send} />
        <SelfTestPanel state={state} say={say} send={send} />
      </div>
      <div class="column">
        <Results state={state} say={say} />
        <div class="pair">
          <NationalPanel state={state} say={say} />
          <OutputPanel state={state} say={say} />
        </div>
        <CollectPanel state={state} say={say} send={send} />
      </div>
    </main>
  );
}

interface HeadProps {
  state: State | undefined;
  summary: Summary;
  place: Place;
  say: Speech;
  choose(language: Language): void;
}

function Head({ state, summary, place, say, choose }: HeadProps) {
  const left = useCountdown(summary.seconds ?? 0, state);
  const environment = state?.environment ?? '';
  return (
    <header class={`head ${summary.light}`}>
      <div class="head-row">
        <p class="clinic">
          <span lang="ja">{state?.clinic_name}</span>{' '}
          {environment === '' ? null : (
            <span class={environment === 'production' ? 'tag' : 'tag warn'}>
              {say.sayBy('console.environment', environment, 'verification')}
            </span>
          )}
        </p>
        {state === undefined ? null : (
          <p class="clock">
            <span class="hidden">{say.say('console.now')} </span>
            <time dateTime={state.time}>{clockTime(state.time)}</time>
          </p>
        )}
        <nav aria-label={say.say('console.nav.title')}>
          {kPlaces.map((one) => (
            <a key={one} href={one === 'reception' ? '#' : `#${one}`} class="nav-link" aria-current={one === place ? 'page' : undefined} data-nav={one}>
              {say.say(`console.nav.${one}`)}
            </a>
          ))}
        </nav>
        <LanguageButtons say={say} choose={choose} />
      </div>
      <div class="summary">
        <div class="summary-words" role="status">
          <span class={`light ${summary.light}`}>
            <span class="lamp" aria-hidden="true" />
            {say.say(`console.light.${summary.light}`)}
          </span>
          <h1>{summary.text}</h1>
        </div>
        {left > 0 ? <p class="seconds number">{say.say('console.summary.left', { n: left })}</p> : null}
      </div>
    </header>
  );
}

const page = document.getElementById('page');
if (page !== null) render(<Page />, page);
