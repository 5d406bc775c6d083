// Each terminal: what the patient sees now, the running visit step by step, staff confirmation, stopping.
import { useState } from 'preact/hooks';
import { clockTime, duration, shortTime } from '../shared/format';
import { type ScreenId, screens } from '../shared/generated/screens';
import type { Incident, State, Terminal, Visit } from '../shared/generated/schema/console';
import type { Key, Speech } from '../shared/languages';
import { Panel, Sure } from '../shared/page';
import { Drawing } from '../kiosk/drawings/drawing';
import { type Insured, InsuredFields, nothingTyped, tidied, wrongField } from './insured';
import { Restart, Today, Versions } from './manage';
import { MoveVisit } from './move';
import { Reset } from './reset';
import { useMay } from './session';
import { linkState, patientSees, staffWanted, terminalName, type TerminalState, terminalState, visitRuns } from './summary';

interface TerminalsProps {
  state: State;
  say: Speech;
  send(message: object): void;
}

export function Terminals({ state, say, send }: TerminalsProps) {
  return (
    <Panel id="terminals" title={say.say('console.terminals.title')}>
      {state.terminals.length === 0 ? <p class="soft">{say.say('console.terminals.none')}</p> : null}
      <ul class="terminals">
        {state.terminals.map((terminal) => (
          <OneTerminal
            key={terminal.serial}
            terminal={terminal}
            terminals={state.terminals}
            incidents={state.incidents}
            byFolder={state.national?.way === 'folder'}
            say={say}
            send={send}
          />
        ))}
      </ul>
    </Panel>
  );
}

interface OneProps {
  terminal: Terminal;
  terminals: Terminal[];
  incidents: Incident[];
  byFolder: boolean;
  say: Speech;
  send(message: object): void;
}

function OneTerminal({ terminal, terminals, incidents, byFolder, say, send }: OneProps) {
  const state = terminalState(terminal, incidents);
  const running = visitRuns(terminal) ? terminal.visit : undefined;
  return (
    <li class={staffWanted(terminal) ? 'terminal wanted' : 'terminal'} data-terminal={terminal.serial} data-terminal-state={state}>
      <div class="terminal-head">
        <StateSign state={state} />
        <div>
          <h3>{terminalName(terminal)}</h3>
          <p class={`terminal-state ${state}`}>{say.say(`console.terminals.state.${state}`)}</p>
        </div>
        <TerminalTags terminal={terminal} say={say} />
      </div>
      <div class="sees">
        <MiniScreen terminal={terminal} />
        <div>
          <p class="soft">{say.say('console.terminals.sees')}</p>
          <p class="sees-title" data-sees>
            {linkState(terminal.link) === 'connected' ? patientSees(say, terminal.screen) : '—'}
          </p>
        </div>
      </div>
      {running === undefined ? (
        <p class="soft">{say.say('console.visit.none')}</p>
      ) : (
        <Running visit={running} terminal={terminal} terminals={terminals} byFolder={byFolder} say={say} send={send} />
      )}
      <Today serial={terminal.serial} say={say} />
      <Versions serial={terminal.serial} say={say} />
      <CheckIn terminal={terminal} say={say} send={send} />
      <Details terminal={terminal} say={say} send={send} />
    </li>
  );
}

// Starting and stopping one terminal of several; the others go on.
function CheckIn({ terminal, say, send }: { terminal: Terminal; say: Speech; send(message: object): void }) {
  const { serial, stopped } = terminal;
  return (
    <p class="check-in">
      <button type="button" class={stopped ? 'small-button full' : 'small-button'} data-check-in={stopped ? 'start' : 'stop'} onClick={() => send({ switch_check_in: { terminal: serial, open: stopped } })}>
        {say.say(stopped ? 'console.terminals.start' : 'console.terminals.stop')}
      </button>
      {stopped && visitRuns(terminal) ? <span class="soft">{say.say('console.terminals.stops_after')}</span> : null}
    </p>
  );
}

// Each state has a shape of its own beside its colour.
const kSigns: Record<TerminalState, string> = {
  ready: 'M16 22 l5 6 l11 -13',
  running: 'M24 14 a5 5 0 1 1 -.1 0 M14 36 q1 -11 10 -11 q9 0 10 11',
  stopped: 'M18 16 v16 M30 16 v16',
  repairing: 'M33 19 a10 10 0 1 0 1 7 M34 12 v8 h-8',
  needs_you: 'M24 13 v14 M24 34 v.1',
  away: 'M15 15 l18 18 M33 15 l-18 18',
  connecting: 'M14 24 h.1 M24 24 h.1 M34 24 h.1',
};

function StateSign({ state }: { state: TerminalState }) {
  return (
    <svg class={`state-sign ${state}`} viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="23" />
      <path d={kSigns[state]} />
    </svg>
  );
}

function TerminalTags({ terminal, say }: { terminal: Terminal; say: Speech }) {
  const link = linkState(terminal.link);
  const reader = terminal.reader_state;
  const readerBad = reader === 'missing' || reader === 'service_missing';
  const cameras = terminal.face_camera && terminal.card_face_camera;
  return (
    <p class="tags">
      <span class={link === 'connected' ? 'tag good' : 'tag bad'}>{say.say(`console.terminals.link_state.${link}`)}</span>
      {readerBad ? (
        <span class="tag bad">
          {say.say('console.terminals.reader')}: {say.sayBy('console.terminals.reader_state', reader, 'unknown')}
        </span>
      ) : null}
      {link === 'connected' && !cameras ? <span class="tag warn">{say.say(cameraKey(terminal))}</span> : null}
    </p>
  );
}

function cameraKey(terminal: Terminal): Key {
  if (terminal.face_camera) return terminal.card_face_camera ? 'console.terminals.camera.both' : 'console.terminals.camera.no_card_face';
  return terminal.card_face_camera ? 'console.terminals.camera.no_face' : 'console.terminals.camera.none';
}

function MiniScreen({ terminal }: { terminal: Terminal }) {
  const id = terminal.screen?.id as ScreenId | undefined;
  const named = id === undefined ? undefined : screens[id]?.picture;
  const fallback: Partial<Record<ScreenId, string>> = { choose: 'face', pin: 'pin_last', consent_each: 'consent' };
  const picture = named === undefined || named === 'none' ? ((id && fallback[id]) ?? 'waiting') : named;
  return (
    <div class="mini">
      <Drawing name={linkState(terminal.link) === 'connected' ? picture : 'waiting'} />
    </div>
  );
}

interface RunningProps extends OneProps {
  visit: Visit;
}

function Running({ visit, terminal, terminals, byFolder, say, send }: Omit<RunningProps, 'incidents'>) {
  return (
    <div class="running" data-visit={visit.id}>
      <p>
        <span class="tag busy">{say.say('console.visit.outcome.running')}</span>{' '}
        <span class="soft">{say.say('console.visit.began', { time: clockTime(visit.began, true) })}</span>{' '}
        {visit.way === '' ? null : <span class="tag">{say.sayBy('console.visit.way', visit.way, 'none')}</span>}
      </p>
      <Steps visit={visit} say={say} />
      <div class="visit-actions">
        <StaffConfirmation key={terminal.visit?.id} terminal={terminal} byFolder={byFolder} say={say} send={send} />
        <MoveVisit terminal={terminal} terminals={terminals} say={say} />
        <Sure
          say={say.say('console.visit.cancel')}
          question={say.say('console.visit.cancel_sure')}
          yes={say.say('console.visit.cancel_yes')}
          no={say.say('console.visit.cancel_no')}
          act={() => send({ cancel: { terminal: terminal.serial, visit: visit.id } })}
        />
      </div>
    </div>
  );
}

export function Steps({ visit, say }: { visit: Visit; say: Speech }) {
  return (
    <ol class="visit-steps">
      {visit.steps.map((step, index) => (
        <li key={`${index}${step.name}`}>
          <span>{say.sayBy('console.visit.step', step.name, '')}</span>
          <span class="number soft">{duration(step.ms, say.language)}</span>
        </li>
      ))}
    </ol>
  );
}

function StaffConfirmation({ terminal, byFolder, say, send }: Omit<OneProps, 'incidents' | 'terminals'>) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const [typed, setTyped] = useState<Insured>(nothingTyped);
  const [wrong, setWrong] = useState<keyof Insured>();
  const field = `staff-${terminal.serial}`;
  const wanted = staffWanted(terminal);
  if (!open && !wanted)
    return (
      <button type="button" class="small-button" onClick={() => setOpen(true)}>
        {say.say('console.staff.open')}
      </button>
    );
  const change = (now: Insured): void => {
    setTyped(now);
    setWrong(undefined);
  };
  const answer = (is_the_person: boolean): void => {
    if (name.trim() === '') {
      setMissing(true);
      return;
    }
    const insured = byFolder && is_the_person ? { insured: tidied(typed) } : {};
    const refused = insured.insured && wrongField(insured.insured);
    setWrong(refused);
    if (refused !== undefined) return document.getElementById(`${field}-${refused}`)?.focus();
    send({ staff_confirm: { terminal: terminal.serial, staff: name.trim(), is_the_person, visit: terminal.visit?.id ?? '', ...insured } });
    setOpen(false);
  };
  return (
    <fieldset class="staff">
      <legend>{say.say('console.staff.title')}</legend>
      <p>{say.say('console.staff.about')}</p>
      <label for={field}>{say.say('console.staff.name')}</label>
      <input
        id={field}
        autocomplete="off"
        lang="ja"
        value={name}
        aria-invalid={missing}
        aria-describedby={missing ? `${field}-missing` : undefined}
        onInput={(event) => {
          setName(event.currentTarget.value);
          setMissing(false);
        }}
      />
      {missing ? (
        <p id={`${field}-missing`} class="missing" role="alert">
          {say.say('console.staff.name_missing')}
        </p>
      ) : null}
      {byFolder ? <InsuredFields id={field} typed={typed} wrong={wrong} say={say} change={change} /> : null}
      <div class="staff-answers">
        <button type="button" class="small-button full" data-staff="yes" onClick={() => answer(true)}>
          {say.say('console.staff.yes')}
        </button>
        <button type="button" class="small-button danger" data-staff="no" onClick={() => answer(false)}>
          {say.say('console.staff.no')}
        </button>
        {wanted ? null : (
          <button type="button" class="small-button" onClick={() => setOpen(false)}>
            {say.say('console.staff.close')}
          </button>
        )}
      </div>
    </fieldset>
  );
}

function Details({ terminal, say, send }: { terminal: Terminal; say: Speech; send(message: object): void }) {
  const may = useMay('change');
  return (
    <details class="details">
      <summary>{say.say('console.terminals.details')}</summary>
      <dl class="facts">
        <dt>{say.say('console.terminals.address')}</dt>
        <dd>
          {terminal.address}{' '}
          {terminal.link_latency_us > 0 ? (
            <span class="soft">{say.say('console.terminals.latency', { n: shortTime(terminal.link_latency_us) })}</span>
          ) : null}
        </dd>
        <dt>{say.say('console.terminals.reader')}</dt>
        <dd>
          {terminal.reader} {say.sayBy('console.terminals.reader_state', terminal.reader_state, 'unknown')}
        </dd>
        <dt>{say.say('console.terminals.cameras')}</dt>
        <dd>{say.say(cameraKey(terminal))}</dd>
        <dt>{say.say('console.terminals.software')}</dt>
        <dd>{terminal.software}</dd>
      </dl>
      <Restart serial={terminal.serial} say={say} />
      {may ? (
        <Sure
          say={say.say('console.terminals.forget')}
          question={say.say('console.terminals.forget_sure')}
          yes={say.say('console.terminals.forget_yes')}
          no={say.say('console.terminals.forget_no')}
          act={() => send({ forget: { serial: terminal.serial } })}
        />
      ) : null}
      <Reset serial={terminal.serial} say={say} />
    </details>
  );
}
