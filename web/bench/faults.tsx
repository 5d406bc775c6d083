// Real faults, injected with a click: grouped by what they strike; those that stand now on top, with how often they struck.
import { clockTime } from '../shared/format';
import type { FaultKind, FaultNow } from '../shared/generated/schema/bench';
import type { Speech } from '../shared/languages';
import { Panel } from '../shared/page';

const kGroups = ['card', 'reader', 'camera', 'person', 'link', 'network', 'national', 'account', 'output', 'settings', 'program', 'pc'];

interface FaultsProps {
  kinds: FaultKind[];
  now: FaultNow[];
  say: Speech;
  send(message: object): void;
}

const titleOf = (kind: FaultKind, say: Speech): string => (say.language === 'ja' ? kind.title_ja : kind.title_en);

// The groups in their order, further ones of the program behind them.
export function inGroups(kinds: readonly FaultKind[]): [string, FaultKind[]][] {
  const rest = [...new Set(kinds.map(({ group }) => group))].filter((group) => !kGroups.includes(group));
  return [...kGroups, ...rest].map((group): [string, FaultKind[]] => [group, kinds.filter((kind) => kind.group === group)]).filter(([, some]) => some.length > 0);
}

export function Faults({ kinds, now, say, send }: FaultsProps) {
  if (kinds.length === 0) return null;
  const standing = (kind: FaultKind): FaultNow | undefined => now.find((fault) => fault.id === kind.id);
  return (
    <Panel
      id="faults"
      title={say.say('bench.faults.title')}
      aside={
        <button type="button" class="small-button" data-act="undo" disabled={now.length === 0} onClick={() => send({ undo_faults: {} })}>
          {say.say('bench.faults.undo')}
        </button>
      }
    >
      <div role="status">
        {now.length === 0 ? <p class="soft">{say.say('bench.faults.none')}</p> : null}
        <ul class="faults-now">
          {now.map((fault) => (
            <li key={fault.id} data-fault-now={fault.id}>
              <span class={fault.fired > 0 ? 'tag bad' : 'tag busy'}>
                {fault.fired > 0 ? say.say('bench.faults.fired', { n: fault.fired }) : say.say('bench.faults.waits')}
              </span>{' '}
              <strong>{nameOf(fault.id, kinds, say)}</strong> <time class="soft">{clockTime(fault.since, true)}</time>
            </li>
          ))}
        </ul>
      </div>
      {inGroups(kinds).map(([group, some]) => (
        <details class="details fault-group" key={group} data-group={group}>
          <summary>
            {say.sayBy('bench.faults.group', group, '')} <span class="soft">({some.length})</span>
          </summary>
          <ul class="faults">
            {some.map((kind) => (
              <OneFault key={kind.id} kind={kind} stands={standing(kind) !== undefined} say={say} send={send} />
            ))}
          </ul>
        </details>
      ))}
    </Panel>
  );
}

function nameOf(id: string, kinds: FaultKind[], say: Speech): string {
  const kind = kinds.find((one) => one.id === id);
  return kind === undefined ? id : titleOf(kind, say);
}

function OneFault({ kind, stands, say, send }: { kind: FaultKind; stands: boolean; say: Speech; send(message: object): void }) {
  const closed = kind.not_here !== '';
  return (
    <li class={closed ? 'fault closed' : 'fault'} data-fault={kind.id}>
      <div>
        <p>{titleOf(kind, say)}</p>
        {closed ? <p class="soft">{say.sayBy('bench.faults.not_here', kind.not_here, '')}</p> : null}
        {kind.scenarios.length === 0 ? null : <p class="soft number">{kind.scenarios.join(', ')}</p>}
      </div>
      {closed ? null : (
        <button type="button" class="small-button danger" disabled={stands} data-act="inject" onClick={() => send({ inject_fault: { id: kind.id, with: {} } })}>
          {say.say(stands ? 'bench.faults.stands' : 'bench.faults.inject')}
          <span class="hidden"> {titleOf(kind, say)}</span>
        </button>
      )}
    </li>
  );
}
