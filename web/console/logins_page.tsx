// Login names of the terminals at the national system: what is registered, what is not and why, adding, changing, removing.
import { useEffect, useState } from 'preact/hooks';
import { call, type Refusal } from '../shared/api';
import { useCountdown } from '../shared/clock';
import { Field, Form, FormRefusal, Select } from '../shared/form';
import { date } from '../shared/format';
import type { State } from '../shared/generated/schema/console';
import type { Speech } from '../shared/languages';
import { Panel, Sure } from '../shared/page';
import { EnvironmentPanel } from './environment_panel';
import { headingOf, remedyOf, remedyTitle, stands } from './incident';
import { type Login, loginMistake, type Logins, parseLogins } from './logins';
import { useMay } from './session';
import { nationalWords } from './summary';

interface PageProps {
  state: State;
  say: Speech;
  send(message: object): void;
}

const kLookAgainMs = 5000;

export function LoginsPage({ state, say, send }: PageProps) {
  const [logins, setLogins] = useState<Logins | undefined>(undefined);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const may = useMay('change');
  const load = async (): Promise<void> => {
    const answer = await call('GET', 'api/accounts');
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (answer.ok) setLogins(parseLogins(answer.body));
  };
  useEffect(() => {
    void load();
    const timer = setInterval(() => void load(), kLookAgainMs);
    return () => clearInterval(timer);
  }, []);
  if (logins === undefined)
    return (
      <main class="board">
        <FormRefusal refusal={refusal} fields={[]} say={say} />
      </main>
    );
  return (
    <main class="board staff-board">
      <div class="column">
        <WithoutPanel logins={logins} state={state} say={say} send={send} />
        {may ? <NewLogin logins={logins} say={say} added={() => void load()} /> : null}
      </div>
      <div class="column">
        <FormRefusal refusal={refusal} fields={[]} say={say} />
        <Registered logins={logins} say={say} send={send} changed={() => void load()} />
        <EnvironmentPanel say={say} />
      </div>
    </main>
  );
}

interface LoginsProps {
  logins: Logins;
  say: Speech;
}

function WithoutPanel({ logins, state, say, send }: LoginsProps & PageProps) {
  const n = logins.without.length;
  return (
    <Panel id="without" title={say.say('console.logins.without')} aside={<span class={n > 0 ? 'tag warn' : 'tag'}>{say.say('console.logins.count', { n })}</span>}>
      {n > 0 ? <p>{say.say('console.logins.without_about')}</p> : <NoneBecause logins={logins} state={state} say={say} send={send} />}
      <ul class="members">
        {logins.without.map((one) => (
          <li key={one.terminal} class="member" data-without={one.terminal}>
            <div class="member-head">
              <h3>{one.terminal}</h3>
              <span class={one.connected ? 'tag good' : 'tag bad'}>{say.say(one.connected ? 'console.terminals.link_state.connected' : 'console.terminals.link_state.lost')}</span>
              {one.elsewhere ? <span class="tag">{say.say('console.logins.elsewhere')}</span> : null}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

// Why there is none, and what the program can do about it.
function NoneBecause({ logins, state, say, send }: LoginsProps & PageProps) {
  const trouble = state.incidents.find((one) => stands(one) && (one.row === 'Q08' || one.row === 'Q09'));
  const next = trouble?.next?.kind === 'remedy' ? remedyOf(trouble.next.id) : undefined;
  const why = logins.none_because;
  return (
    <div data-none={why}>
      <p>{say.sayBy('console.logins.none_because', why, 'all_registered')}</p>
      {trouble === undefined || why === 'all_registered' ? null : (
        <p class="member-acts">
          <a href="#" class="nav-link">
            {headingOf(trouble, say)}
          </a>
          {next === undefined || next.kind === 'hand' ? null : (
            <button type="button" class="small-button full" data-act="remedy" onClick={() => send({ run_remedy: { incident: trouble.number, remedy: next.id } })}>
              {remedyTitle(next.id, say)}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

// What is wrong with what was typed is said under the field while it is typed.
function loginHint(login: string, say: Speech): string {
  const mistake = loginMistake(login);
  return mistake === '' ? say.say('console.logins.login_about') : say.say(`console.logins.mistake.${mistake}`);
}

const differ: Refusal = { status: 400, reason: 'passwords_differ', field: 'again', expected: {}, context: '', wait_s: 0 };

function NewLogin({ logins, say, added }: LoginsProps & { added(): void }) {
  const empty = { login: '', terminal: '', password: '', again: '' };
  const [typed, setTyped] = useState(empty);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const [done, setDone] = useState('');
  const terminals = logins.without.map(({ terminal }) => terminal);
  const terminal = terminals.includes(typed.terminal) ? typed.terminal : (terminals[0] ?? '');
  const off = terminals.length === 0;
  const submit = async (): Promise<void> => {
    setDone('');
    if (typed.password !== typed.again) return setRefusal(differ);
    const answer = await call('POST', 'api/accounts', { login: typed.login, terminal, password: typed.password });
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) return;
    setDone(terminal);
    setTyped(empty);
    added();
  };
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value });
  return (
    <Panel id="new-login" title={say.say('console.logins.add_title')}>
      {done === '' ? null : <p role="status">{say.say('console.logins.added', { terminal: done })}</p>}
      {off ? (
        <p class="member-acts">
          <button type="button" class="small-button full" disabled aria-describedby="add-off">
            {say.say('console.logins.add')}
          </button>
          <span id="add-off" class="soft">
            {say.say('console.logins.add_off')}
          </span>
        </p>
      ) : (
        <Form name="add-login" submit={() => void submit()}>
          <Select say={say} label={say.say('console.logins.terminal')} name="terminal" value={terminal} options={terminals} set={set('terminal')} refusal={refusal} />
          <Field say={say} label={say.say('console.logins.login')} hint={loginHint(typed.login, say)} name="login" value={typed.login} set={set('login')} refusal={refusal} />
          <Field say={say} label={say.say('console.logins.password')} hint={say.say('console.logins.password_about')} name="password" type="password" value={typed.password} set={set('password')} autocomplete="new-password" refusal={refusal} />
          <Field say={say} label={say.say('console.logins.again')} name="again" type="password" value={typed.again} set={set('again')} autocomplete="new-password" refusal={refusal} />
          <FormRefusal refusal={refusal} fields={['terminal', 'login', 'password', 'again']} say={say} />
          <button type="submit" class="small-button full">
            {say.say('console.logins.add')}
          </button>
        </Form>
      )}
    </Panel>
  );
}

function Registered({ logins, say, send, changed }: LoginsProps & { send(message: object): void; changed(): void }) {
  const environment = say.sayBy('console.environment', logins.environment, 'verification');
  return (
    <Panel id="logins" title={say.say('console.logins.title')} aside={<span class={logins.environment === 'production' ? 'tag' : 'tag warn'}>{environment}</span>}>
      {logins.accounts.length === 0 ? <p class="soft">{say.say('console.logins.none')}</p> : null}
      <ul class="members">
        {logins.accounts.map((one) => (
          <OneLogin key={one.login} one={one} logins={logins} say={say} send={send} changed={changed} />
        ))}
      </ul>
    </Panel>
  );
}

interface OneProps extends LoginsProps {
  one: Login;
  send(message: object): void;
  changed(): void;
}

function OneLogin({ one, logins, say, send, changed }: OneProps) {
  const may = useMay('change');
  return (
    <li class="member" data-login={one.login}>
      <div class="member-head">
        <h3>{one.login}</h3>
        <LoginState one={one} say={say} />
      </div>
      <p class="soft">
        {say.say('console.logins.on', { terminal: one.terminal })}
        {one.since === '' ? '' : ` · ${say.say('console.logins.since', { day: date(one.since, say.language) })}`}
        {` · ${say.say(one.from === 'settings' ? 'console.logins.from_settings' : `console.logins.password_is.${one.password}`)}`}
      </p>
      {one.stopped && one.paired ? <Stopped one={one} say={say} send={send} /> : null}
      {may ? <ChangeLogin one={one} logins={logins} say={say} changed={changed} /> : null}
    </li>
  );
}

function LoginState({ one, say }: { one: Login; say: Speech }) {
  const left = useCountdown(one.lock_left_s, one);
  if (!one.paired) return <span class="tag bad">{say.say('console.logins.not_paired')}</span>;
  if (left > 0)
    return (
      <span class="tag bad" data-lock>
        {say.say('console.logins.locked', { m: Math.floor(left / 60), s: left % 60 })}
      </span>
    );
  if (one.state === 'connected') return <span class="tag good">{say.say('console.logins.logged_in')}</span>;
  if (one.state === 'connecting' || one.state === '') return <span class="tag">{say.say('console.logins.connecting')}</span>;
  return (
    <span class="tag bad" data-state={one.state}>
      {nationalWords(say, one.state).staff}
    </span>
  );
}

// Registered and yet nothing happens: check-in is stopped there (Q11).
function Stopped({ one, say, send }: { one: Login; say: Speech; send(message: object): void }) {
  const may = useMay('operate');
  return (
    <p class="member-acts">
      <span>{say.say('console.logins.stopped')}</span>
      {may ? (
        <button type="button" class="small-button full" data-act="start" onClick={() => send({ switch_check_in: { terminal: one.terminal, open: true } })}>
          {say.say('console.terminals.start')}
        </button>
      ) : null}
    </p>
  );
}

function ChangeLogin({ one, logins, say, changed }: Omit<OneProps, 'send'>) {
  const [password, setPassword] = useState('');
  const [terminal, setTerminal] = useState('');
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const [done, setDone] = useState(false);
  const others = logins.without.map((other) => other.terminal);
  const act = async (method: 'PUT' | 'DELETE', body: object): Promise<void> => {
    const answer = await call(method, 'api/accounts', { login: one.login, ...body });
    setRefusal(answer.ok ? undefined : answer.refusal);
    setDone(answer.ok);
    if (answer.ok) setPassword('');
    changed();
  };
  return (
    <details class="details">
      <summary>{say.say('console.members.change')}</summary>
      <FormRefusal refusal={refusal} fields={['password', 'terminal']} say={say} />
      {done ? <p role="status">{say.say('console.logins.changed')}</p> : null}
      <Form name="login-password" submit={() => void act('PUT', { password })}>
        <Field say={say} label={say.say('console.logins.new_password')} hint={say.say('console.logins.password_at_once')} name="password" type="password" value={password} set={setPassword} autocomplete="new-password" refusal={refusal} />
        <button type="submit" class="small-button">
          {say.say('console.logins.set_password')}
        </button>
      </Form>
      {others.length === 0 ? null : (
        <Form name="login-terminal" submit={() => void act('PUT', { terminal: others.includes(terminal) ? terminal : others[0] })}>
          <Select say={say} label={say.say('console.logins.other_terminal')} name="terminal" value={others.includes(terminal) ? terminal : (others[0] ?? '')} options={others} set={setTerminal} refusal={refusal} />
          <button type="submit" class="small-button">
            {say.say('console.logins.move')}
          </button>
        </Form>
      )}
      <Sure
        say={say.say('console.logins.remove')}
        question={say.say('console.logins.remove_sure', { login: one.login, terminal: one.terminal })}
        yes={say.say('console.logins.remove_yes')}
        no={say.say('console.members.keep')}
        look="small-button danger"
        act={() => void act('DELETE', {})}
      />
    </details>
  );
}
