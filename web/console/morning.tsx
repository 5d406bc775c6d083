// The self-test before the first patient, and the bundle for the support desk.
import { clockTime, duration } from '../shared/format';
import type { Collecting, SelfTest, SelfTest_Check, State } from '../shared/generated/schema/console';
import type { Speech } from '../shared/languages';
import { Panel } from '../shared/page';

interface MorningProps {
  state: State;
  say: Speech;
  send(message: object): void;
}

const kCheckLooks: Record<string, string> = { running: 'busy', good: 'good', bad: 'bad', skipped: '' };

type Verdict = 'none' | 'running' | 'good' | 'bad';

export function verdict(test: SelfTest | undefined): Verdict {
  if (test === undefined || test.began === '') return 'none';
  if (test.ended === '') return 'running';
  return test.checks.some((check) => check.result === 'bad') ? 'bad' : 'good';
}

export function SelfTestPanel({ state, say, send }: MorningProps) {
  const test = state.self_test;
  const now = verdict(test);
  const bad = test?.checks.filter((check) => check.result === 'bad') ?? [];
  const time = test === undefined ? '' : clockTime(test.ended === '' ? test.began : test.ended);
  const ended = test?.checks.filter((check) => check.result !== 'running').length ?? 0;
  return (
    <Panel
      id="self-test"
      title={say.say('console.self_test.title')}
      aside={<span class={`tag ${now === 'none' ? '' : (kCheckLooks[now] ?? '')}`}>{say.say(`console.self_test.verdict.${now}`)}</span>}
    >
      <p>{say.say(`console.self_test.about.${now}`, { time, n: bad.length })}</p>
      {now === 'running' ? <progress max={Math.max(1, test?.checks.length ?? 1)} value={ended} aria-label={say.say('console.self_test.title')} /> : null}
      {bad.length === 0 ? null : <Checks checks={bad} say={say} />}
      {test === undefined || test.checks.length === 0 ? null : (
        <details class="details" open={now === 'running'}>
          <summary>{say.say('console.self_test.all', { n: test.checks.length })}</summary>
          <Checks checks={test.checks} say={say} />
        </details>
      )}
      <button type="button" class="small-button" data-act="self-test" disabled={now === 'running'} onClick={() => send({ run_self_test: {} })}>
        {say.say('console.self_test.run')}
      </button>
    </Panel>
  );
}

function Checks({ checks, say }: { checks: SelfTest_Check[]; say: Speech }) {
  return (
    <ul class="checks">
      {checks.map((check) => (
        <li key={check.name + check.terminal} data-check={check.name}>
          <span class={`tag ${kCheckLooks[check.result] ?? ''}`}>{say.sayBy('console.self_test.result', check.result, 'skipped')}</span>
          <span>
            {say.sayBy('console.self_test.check', check.name, '')}
            {check.terminal === '' ? null : <span class="soft"> {check.terminal}</span>}
            {check.row === '' ? null : (
              <>
                {' '}
                <a href={`#catalogue/${check.row}`}>{check.row}</a>
              </>
            )}
            {check.detail === '' ? null : <span class="soft check-detail">{check.detail}</span>}
          </span>
          <span class="soft number">{check.took_ms > 0 ? duration(check.took_ms, say.language) : ''}</span>
        </li>
      ))}
    </ul>
  );
}

// "failed:disk_full" -> ["failed", "disk_full"]
function splitState(collecting: Collecting | undefined): [string, string] {
  const [name = '', why = ''] = (collecting?.state ?? '').split(':');
  return [name, why];
}

export function CollectPanel({ state, say, send }: MorningProps) {
  const [name, why] = splitState(state.collecting);
  const collecting = state.collecting;
  const incident = state.incidents.find((one) => one.ended === '')?.number ?? '';
  return (
    <Panel id="collect" title={say.say('console.collect.title')}>
      <p>{say.say('console.collect.about')}</p>
      {name === 'running' ? (
        <div role="status">
          <p class="number">{say.say('console.collect.running', { n: collecting?.percent ?? 0 })}</p>
          <progress max={100} value={collecting?.percent ?? 0} aria-label={say.say('console.collect.title')} />
        </div>
      ) : null}
      {name === 'done' ? (
        <div class="collected" role="status">
          <p>
            <span class="tag good">{say.say('console.collect.done')}</span>{' '}
            <a href="api/bundle" download>
              {say.say('console.collect.save')}
            </a>
          </p>
          <p class="soft path">{collecting?.file}</p>
          <p>{say.say('console.collect.hand_over')}</p>
        </div>
      ) : null}
      {name === 'failed' ? (
        <p class="missing" role="alert">
          {say.say('console.collect.failed')} {why === '' ? '' : `(${why})`}
        </p>
      ) : null}
      {(collecting?.missing.length ?? 0) === 0 || name === 'running' ? null : (
        <div class="to-do">
          <p class="to-do-title">{say.say('console.collect.missing')}</p>
          <ul>
            {collecting?.missing.map((one) => (
              <li key={one}>{missingWords(one, say)}</li>
            ))}
          </ul>
        </div>
      )}
      <button type="button" class="small-button" data-act="collect" disabled={name === 'running'} onClick={() => send({ collect: { incident } })}>
        {say.say('console.collect.start')}
      </button>
    </Panel>
  );
}

// "what: why", each by its id where there are words for it.
function missingWords(text: string, say: Speech): string {
  const [what = '', ...why] = text.split(':').map((part) => part.trim());
  const named = say.has(`console.collect.part.${what}`) ? say.sayBy('console.collect.part', what, '') : what;
  return why.length === 0 ? named : `${named}: ${why.join(': ')}`;
}
