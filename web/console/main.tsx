// The console page: what the host tells, drawn for the reception.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../shared/base.css';
import '../shared/staff.css';
import './console.css';
import './incidents.css';
import './pages.css';
import './figures.css';
import './slip.css';
import './staff_page.css';
import './messages_page.css';
import { useCountdown } from '../shared/clock';
import { clockTime } from '../shared/format';
import { State, ToPage } from '../shared/generated/schema/console';
import type { Language, Speech } from '../shared/languages';
import { LanguageButtons, Name, useLanguage, useProgram } from '../shared/page';
import { call } from '../shared/api';
import { FoundTerminals, NationalPanel, OutputPanel } from './around';
import { CataloguePage } from './catalogue_page';
import { FiguresPage } from './figures_page';
import { Incidents } from './incidents';
import { LogPage } from './log_page';
import { MessagesPage } from './messages_page';
import { LoginsPage } from './logins_page';
import { ManagePanel, ManagerProvider } from './manage';
import { ResetProvider, ResetTold } from './reset';
import { CollectPanel, SelfTestPanel } from './morning';
import { ProgramsPage } from './programs_page';
import { Results } from './results';
import { RightsProvider, type Session, type SessionTools, useSession } from './session';
import { FirstStart, SignIn } from './sign_in';
import { SlipPage } from './slip_page';
import { StaffPage } from './staff_page';
import { type Summary, summarise } from './summary';
import { Terminals } from './terminals';

function parse(json: unknown): State | undefined {
  return typeof json === 'object' && json !== null ? ToPage.fromJSON(json).state : undefined;
}

const kPlaces = ['reception', 'figures', 'slip', 'log', 'catalogue', 'logins', 'messages', 'staff', 'programs'] as const;
type Place = (typeof kPlaces)[number];
const isPlace = (name: string): name is Place => (kPlaces as readonly string[]).includes(name);

// "#catalogue/E07" -> the catalogue, at E07.
function placeOf(hash: string): { place: Place; row: string } {
  const [name = '', row = ''] = decodeURIComponent(hash.replace(/^#/, '')).split('/');
  return { place: isPlace(name) ? name : 'reception', row };
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
  const tools = useSession();
  const { session, ask } = tools;
  if (session.place === 'first_start') return <FirstStart say={say} choose={choose} done={ask} />;
  if (session.place === 'out') return <SignIn say={say} choose={choose} done={ask} />;
  if (session.place === 'asking') return <Asking say={say} choose={choose} />;
  return (
    <RightsProvider value={session.rights}>
      <Board tools={tools} say={say} choose={choose} />
    </RightsProvider>
  );
}

function Asking({ say, choose }: { say: Speech; choose(language: Language): void }) {
  return (
    <div class="frame stale">
      <Head state={undefined} summary={summarise(undefined, false, say)} place="reception" say={say} choose={choose} />
      <main />
    </div>
  );
}

interface BoardProps {
  tools: SessionTools;
  say: Speech;
  choose(language: Language): void;
}

function Board({ tools: { session, ask }, say, choose }: BoardProps) {
  // A session may be over where the socket was lost: the program says.
  const { connected, state, send } = useProgram(parse, ask);
  const summary = summarise(state, connected, say);
  const { place, row } = usePlace();
  return (
    <div class={connected ? 'frame' : 'frame stale'} data-ready={state === undefined ? undefined : ''} data-place={place}>
      <Head state={state} summary={summary} place={place} session={session} say={say} choose={choose} />
      {state === undefined ? (
        <main />
      ) : place === 'catalogue' ? (
        <CataloguePage row={row} say={say} />
      ) : place === 'log' ? (
        <LogPage state={state} say={say} />
      ) : place === 'programs' ? (
        <ProgramsPage say={say} />
      ) : place === 'messages' ? (
        <MessagesPage say={say} />
      ) : place === 'figures' ? (
        <FiguresPage state={state} say={say} />
      ) : place === 'slip' ? (
        <SlipPage state={state} visit={row} say={say} />
      ) : place === 'logins' ? (
        <LoginsPage state={state} say={say} send={send} />
      ) : place === 'staff' ? (
        <StaffPage session={session} say={say} changed={ask} />
      ) : (
        <Reception state={state} say={say} send={send} />
      )}
    </div>
  );
}

function Reception({ state, say, send }: { state: State; say: Speech; send(message: object): void }) {
  const stirred = state.terminals.map(({ serial, stopped, visit }) => `${serial}${stopped}${visit?.id ?? ''}`).join(' ');
  return (
    <ManagerProvider stirred={stirred}>
    <ResetProvider>
      <main class="board">
        <Incidents state={state} say={say} send={send} />
        <div class="column">
          <Terminals state={state} say={say} send={send} />
          <ResetTold say={say} />
          <ManagePanel say={say} />
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
    </ResetProvider>
    </ManagerProvider>
  );
}

interface HeadProps {
  state: State | undefined;
  summary: Summary;
  place: Place;
  session?: Session;
  say: Speech;
  choose(language: Language): void;
}

function Head({ state, summary, place, session, say, choose }: HeadProps) {
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
        {session === undefined ? null : <Who session={session} say={say} />}
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

function Who({ session, say }: { session: Session; say: Speech }) {
  const leave = (): void => {
    // Whatever the program answers: a page that was signed in shows nothing any more.
    void call('DELETE', 'api/session').then(() => location.assign(location.pathname));
  };
  return (
    <div class="who" data-role={session.role}>
      <span class="tag">{session.totp === undefined ? say.say('console.members.by_link_short') : <Name>{session.name}</Name>}</span>
      <button type="button" class="small-button" data-act="sign-out" onClick={leave}>
        {say.say('console.sign_in.leave')}
      </button>
    </div>
  );
}

const page = document.getElementById('page');
if (page !== null) render(<Page />, page);
