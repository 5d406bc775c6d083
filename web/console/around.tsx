// What stands around the terminals: new ones to be added, the national system, the folder of the receipt computer.
import type { Found, State } from '../shared/generated/schema/console';
import type { Speech } from '../shared/languages';
import { Panel } from '../shared/page';
import { useMay } from './session';
import { nationalWords } from './summary';

interface FoundProps {
  state: State;
  say: Speech;
  send(message: object): void;
}

export function FoundTerminals({ state, say, send }: FoundProps) {
  const may = useMay('change');
  return (
    <Panel id="found" title={say.say('console.found.title')}>
      {state.found.length === 0 ? <p class="soft">{say.say('console.found.none')}</p> : null}
      {state.found.length > 0 && !may ? <p>{say.say('console.found.ask_administrator')}</p> : null}
      <ul class="found">
        {state.found.map((found) => (
          <FoundOne key={found.serial} found={found} say={say} send={send} />
        ))}
      </ul>
    </Panel>
  );
}

function FoundOne({ found, say, send }: { found: Found; say: Speech; send(message: object): void }) {
  const may = useMay('change');
  const start = (
    <button type="button" class="small-button full" data-pair="start" onClick={() => send({ pair_start: { serial: found.serial } })}>
      {say.say('console.found.start')}
    </button>
  );
  const failed = found.state.startsWith('failed'); // "failed:<reason>"
  return (
    <li data-found={found.serial}>
      <p>
        <strong>{found.serial}</strong> <span class="soft">{found.address}</span>
      </p>
      {failed ? <p class="missing">{say.say('console.found.failed')}</p> : null}
      {found.state === 'comparing' && may ? <Compare found={found} say={say} send={send} /> : null}
      {found.state === 'confirmed_here' ? <p role="status">{say.say('console.found.confirmed_here')}</p> : null}
      {may && (failed || found.state === 'found' || found.state === '') ? start : null}
    </li>
  );
}

function Compare({ found, say, send }: { found: Found; say: Speech; send(message: object): void }) {
  const number = found.pairing_number;
  if (number === '') return <p role="status">{say.say('console.found.starting')}</p>;
  const answer = (same: boolean): void => send({ pair_answer: { serial: found.serial, same } });
  return (
    <div class="compare">
      <p class="pairing-number" aria-label={[...number].join(' ')}>
        {number.slice(0, 3)} {number.slice(3)}
      </p>
      <p>{say.say('console.found.compare')}</p>
      <div class="staff-answers">
        <button type="button" class="small-button full" data-pair="same" onClick={() => answer(true)}>
          {say.say('console.found.same')}
        </button>
        <button type="button" class="small-button danger" data-pair="different" onClick={() => answer(false)}>
          {say.say('console.found.different')}
        </button>
      </div>
    </div>
  );
}

export function NationalPanel({ state, say }: { state: State; say: Speech }) {
  const national = state.national;
  const connection = national?.state === undefined || national.state === '' ? 'connecting' : national.state;
  const known = connection === 'connected' || connection === 'connecting';
  // Each terminal has a login of its own: without one there is nobody to log in.
  const nobody = connection === 'connecting' && state.terminals.length === 0;
  return (
    <Panel
      id="national"
      title={say.say('console.national.title')}
      aside={
        <span class={connection === 'connected' ? 'tag good' : nobody ? 'tag' : connection === 'connecting' ? 'tag busy' : 'tag bad'}>
          {nobody ? say.say('console.national.state.nobody') : known ? say.say(`console.national.state.${connection}` as 'console.national.state.connected') : say.say('console.light.attention')}
        </span>
      }
    >
      {known ? null : (
        <div class="to-do">
          <p class="to-do-title">{nationalWords(say, connection).what}</p>
          <p>{nationalWords(say, connection).staff}</p>
        </div>
      )}
      {nobody ? <p>{say.say('console.national.nobody')}</p> : null}
      <ul class="lines">
        <li>
          {say.say('console.national.mode.title')}:{' '}
          {say.sayBy('console.national.mode', national?.mode === '' || national === undefined ? 'unknown' : national.mode, 'unknown')}
        </li>
        {national !== undefined && national.face_security_level > 0 ? (
          <li>{say.say('console.national.level', { n: national.face_security_level })}</li>
        ) : null}
        {national === undefined || national.login_name === '' ? null : (
          <li class="soft">{say.say('console.national.login', { n: national.login_name })}</li>
        )}
      </ul>
    </Panel>
  );
}

export function OutputPanel({ state, say }: { state: State; say: Speech }) {
  const waiting = state.output?.waiting ?? 0;
  return (
    <Panel
      id="output"
      title={say.say('console.output.title')}
      aside={
        <span class={waiting > 0 ? 'tag bad' : 'tag good'}>
          {say.say('console.output.waiting')}:{' '}
          {waiting > 0 ? say.say('console.output.count', { n: waiting }) : say.say('console.output.none')}
        </span>
      }
    >
      <ul class="lines">
        <li>
          {say.say('console.output.folder')}: <span class="path">{state.output?.folder ?? ''}</span>
        </li>
        {waiting > 0 ? <li>{say.say('console.output.about_waiting')}</li> : null}
        <li class="soft">{say.say('console.version', { n: state.version })}</li>
      </ul>
    </Panel>
  );
}
