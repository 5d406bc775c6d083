// The bench page: hands on the simulators, eyes on what they see.
import { render } from 'preact';
import '../shared/base.css';
import '../shared/staff.css';
import './bench.css';
import { State, ToPage } from '../shared/generated/schema/bench';
import { LanguageButtons, useLanguage, useProgram } from '../shared/page';
import { OneCounter } from './counter';
import { Faults } from './faults';
import { NationalSwitches } from './national';
import { Apdus, Files, Requests } from './watch';

function parse(json: unknown): State | undefined {
  return typeof json === 'object' && json !== null ? ToPage.fromJSON(json).state : undefined;
}

function Page() {
  const [say, choose] = useLanguage('bench.page_title');
  const { connected, state, send } = useProgram(parse);
  return (
    <div class="frame" data-ready={state === undefined ? undefined : ''}>
      <header class="head">
        <h1>{say.say('bench.title')}</h1>
        <p class="soft">{connected && state !== undefined ? say.say('bench.about') : say.say('bench.connecting')}</p>
        <p class="links">
          {state?.kiosk_url ? (
            <a href={state.kiosk_url} target="_blank" rel="noopener">
              {say.say('bench.open_kiosk')}
            </a>
          ) : null}
          {state?.console_url ? (
            <a href={state.console_url} target="_blank" rel="noopener">
              {say.say('bench.open_console')}
            </a>
          ) : null}
        </p>
        <LanguageButtons say={say} choose={choose} />
      </header>
      {state === undefined ? (
        <main />
      ) : (
        <main class={connected ? 'board' : 'board stale'}>
          <div class="column">
            {state.counters.map((counter) => (
              <OneCounter key={counter.id} counter={counter} personas={state.personas} say={say} send={send} />
            ))}
            <NationalSwitches say={say} send={send} />
            <Faults kinds={state.fault_kinds} now={state.faults} say={say} send={send} />
          </div>
          <div class="column">
            <Apdus apdus={state.apdus} many={state.counters.length > 1} say={say} />
            <Requests requests={state.requests} say={say} />
            <Files files={state.files} say={say} />
          </div>
        </main>
      )}
    </div>
  );
}

const page = document.getElementById('page');
if (page !== null) render(<Page />, page);
