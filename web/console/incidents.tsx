// The troubles that stand now: whose, what, why, and the one next step.
import { causes, entryByRow, factQuestion, factSentence, factTitle, inWords, type Remedy } from '../shared/catalogue';
import { useCountdown } from '../shared/clock';
import { clockTime } from '../shared/format';
import type { Finding, Incident, State } from '../shared/generated/schema/console';
import type { Speech } from '../shared/languages';
import { Qr } from '../shared/qr';
import { Guide, Steps } from './guide';
import { causeTitle, codeOf, entryOfIncident, headingOf, otherFindings, percent, remedyOf, remedyTitle, stands, triedResult, whoOf } from './incident';

interface IncidentsProps {
  state: State;
  say: Speech;
  send(message: object): void;
}

export function Incidents({ state, say, send }: IncidentsProps) {
  const standing = state.incidents.filter(stands);
  const over = state.incidents.filter((incident) => !stands(incident));
  if (state.incidents.length === 0) return null;
  return (
    <section class="incidents" aria-labelledby="incidents-title">
      <h2 id="incidents-title" class="hidden">
        {say.say('console.incident.title')}
      </h2>
      {standing.map((incident) => (
        <Card key={incident.number} incident={incident} many={state.terminals.length > 1} say={say} send={send} />
      ))}
      {over.length === 0 ? null : <Over incidents={over} say={say} />}
    </section>
  );
}

interface CardProps {
  incident: Incident;
  many: boolean;
  say: Speech;
  send(message: object): void;
}

function Card({ incident, many, say, send }: CardProps) {
  const entry = entryOfIncident(incident);
  const title = `incident-${incident.number}`;
  return (
    <article class={`incident ${incident.state}`} aria-labelledby={title} data-incident={incident.number} data-row={incident.row}>
      <p class="tags">
        <StateTag incident={incident} say={say} />
        <span class="tag who">{say.sayBy('console.incident.who', whoOf(incident), 'staff')}</span>
        {incident.terminal !== '' && many ? <span class="tag">{incident.terminal}</span> : null}
        <span class="soft">
          <time dateTime={incident.began}>{say.say('console.incident.since', { time: clockTime(incident.began) })}</time>
        </span>
        <a class="incident-code number" href={`#catalogue/${incident.row}`}>
          {codeOf(incident)}
        </a>
        {incident.also.map((row) => (
          <a key={row} class="number" href={`#catalogue/${row}`} title={inWords(entryByRow(row)?.heading, say.language)}>
            {row}
          </a>
        ))}
      </p>
      <h3 id={title} class="incident-heading">
        {headingOf(incident, say)}
      </h3>
      <div class="incident-body">
        <div class="incident-main">
          <NextBox incident={incident} say={say} send={send} />
          {entry === undefined ? null : <p>{inWords(entry.staff, say.language)}</p>}
        </div>
        <div class="incident-side">
          <MainCause incident={incident} say={say} />
          {entry === undefined ? null : <SayIt text={inWords(entry.say, say.language)} say={say} />}
        </div>
      </div>
      <Others incident={incident} say={say} send={send} />
      <Foot incident={incident} say={say} />
    </article>
  );
}

const kStateLooks: Record<string, string> = { looking: 'busy', repairing: 'busy', needs_you: 'bad', watching: 'good' };

function StateTag({ incident, say }: { incident: Incident; say: Speech }) {
  const look = incident.state === 'needs_you' && incident.severity === 'warns' ? 'warn' : (kStateLooks[incident.state] ?? 'busy');
  return <span class={`tag ${look}`}>{say.sayBy('console.incident.state', incident.state, 'looking')}</span>;
}

// The one thing to do now, or what the machine does.
function NextBox({ incident, say, send }: Omit<CardProps, 'many'>) {
  const { repair, next } = incident;
  if (repair !== undefined && repair.remedy !== '') return <Repairing incident={incident} say={say} />;
  if (next?.kind === 'question') return <Question incident={incident} fact={next.id} say={say} send={send} />;
  const remedy = next?.kind === 'remedy' ? remedyOf(next.id) : undefined;
  if (next === undefined || remedy === undefined) return <NoStep incident={incident} say={say} />;
  const done = (step: number, helped: boolean): void => send({ step_done: { incident: incident.number, remedy: remedy.id, step, helped } });
  return (
    <div class="next" data-next={remedy.id}>
      <p class="next-label">{say.say('console.incident.next')}</p>
      <p class="next-title">{inWords(remedy.title, say.language)}</p>
      {remedy.kind === 'hand' ? (
        <Guide remedy={remedy} subject={incident.terminal} step={next.step} wait={next.wait_s} told={incident} say={say} done={done} />
      ) : (
        <Run incident={incident} remedy={remedy} say={say} send={send} />
      )}
    </div>
  );
}

function Run({ incident, remedy, say, send }: Omit<CardProps, 'many'> & { remedy: Remedy }) {
  return (
    <>
      {remedy.steps.length === 0 ? null : (
        <ul class="does">
          {remedy.steps.map((step, index) => (
            <li key={index}>{inWords(step.say, say.language)}</li>
          ))}
        </ul>
      )}
      <div class="staff-answers">
        <button
          type="button"
          class="small-button full big"
          data-run={remedy.id}
          onClick={() => send({ run_remedy: { incident: incident.number, remedy: remedy.id } })}
        >
          {say.say('console.incident.run')}
        </button>
        <span class="soft">{say.say('console.incident.takes', { n: Math.max(1, Math.round(remedy.cost_s)) })}</span>
      </div>
    </>
  );
}

function Repairing({ incident, say }: { incident: Incident; say: Speech }) {
  const { repair } = incident;
  const left = useCountdown(repair?.seconds_left ?? 0, incident);
  const remedy = remedyOf(repair?.remedy ?? '');
  return (
    <div class="next repairing" data-repair={repair?.remedy}>
      <p class="next-label">{say.say('console.incident.repairing')}</p>
      <p class="next-title" role="status">{remedyTitle(repair?.remedy ?? '', say)}</p>
      {(remedy?.steps.length ?? 0) === 0 ? null : (
        <ul class="does">
          {remedy?.steps.map((step, index) => (
            <li key={index}>{inWords(step.say, say.language)}</li>
          ))}
        </ul>
      )}
      <p class="number left">{left > 0 ? say.say('console.incident.seconds', { n: left }) : say.say('console.incident.soon')}</p>
      <progress max={Math.max(1, remedy?.cost_s ?? left, left)} value={Math.max(0, Math.max(remedy?.cost_s ?? left, left) - left)} aria-hidden="true" />
    </div>
  );
}

function Question({ incident, fact, say, send }: Omit<CardProps, 'many'> & { fact: string }) {
  const answer = (more: object): void => send({ answer_question: { incident: incident.number, fact, ...more } });
  return (
    <div class="next" role="group" aria-label={say.say('console.incident.question')} data-question={fact}>
      <p class="next-label">{say.say('console.incident.question')}</p>
      <p class="next-title">{factQuestion(say.language, fact)}</p>
      <div class="staff-answers">
        <button type="button" class="small-button full big" data-answer="yes" onClick={() => answer({ yes: true })}>
          {say.say('console.incident.yes')}
        </button>
        <button type="button" class="small-button full big" data-answer="no" onClick={() => answer({ yes: false })}>
          {say.say('console.incident.no')}
        </button>
        <button type="button" class="small-button big" data-answer="not_known" onClick={() => answer({ yes: false, not_known: true })}>
          {say.say('console.incident.not_known')}
        </button>
      </div>
    </div>
  );
}

// Nothing to be done here and now: what goes on, or whom to ask.
function NoStep({ incident, say }: { incident: Incident; say: Speech }) {
  const key = incident.state === 'looking' || incident.state === 'watching' || incident.state === 'repairing' ? incident.state : 'support';
  return (
    <div class={key === 'support' ? 'next' : 'next repairing'} role="status" data-next="">
      <p class="next-label">{say.say(key === 'support' ? 'console.incident.next' : `console.incident.state.${key}`)}</p>
      <p class="next-title">{say.say(`console.incident.about.${key}`)}</p>
    </div>
  );
}

function MainCause({ incident, say }: { incident: Incident; say: Speech }) {
  const [first] = incident.findings;
  if (first === undefined) return null;
  return (
    <div class="cause" data-cause={first.cause}>
      <p class="cause-label">{say.say(first.cause === '' ? 'console.incident.cause' : 'console.incident.probable')}</p>
      <p class="cause-title">
        {causeTitle(first.cause, say)}
        {first.cause === '' ? null : <Weight probability={first.probability} />}
      </p>
      <p>{first.cause === '' ? say.say('console.incident.unknown_about') : inWords(causes[first.cause]?.explain, say.language)}</p>
      {first.cause === '' ? <AllFacts findings={incident.findings} say={say} /> : <Evidence finding={first} say={say} />}
    </div>
  );
}

function Weight({ probability }: { probability: number }) {
  return (
    <span class="weight number">
      <svg viewBox="0 0 100 10" aria-hidden="true" preserveAspectRatio="none">
        <rect width="100" height="10" class="weight-back" />
        <rect width={percent(probability)} height="10" class="weight-front" />
      </svg>
      {percent(probability)}%
    </span>
  );
}

function Evidence({ finding, say }: { finding: Finding; say: Speech }) {
  const speaking = (speaks_for: boolean) => finding.evidence.filter((one) => one.speaks_for === speaks_for);
  const line = (one: (typeof finding.evidence)[number]) => (
    <li key={one.fact + one.subject}>
      {factSentence(say.language, one.fact, one.value)} <span class="soft number">{clockTime(one.seen, true)}</span>
    </li>
  );
  if (finding.evidence.length === 0 && finding.missing.length === 0) return null;
  return (
    <details class="details evidence">
      <summary>{say.say('console.incident.facts')}</summary>
      {speaking(true).length === 0 ? null : (
        <>
          <p class="evidence-title">{say.say('console.incident.speaks_for')}</p>
          <ul class="for">{speaking(true).map(line)}</ul>
        </>
      )}
      {speaking(false).length === 0 ? null : (
        <>
          <p class="evidence-title">{say.say('console.incident.speaks_against')}</p>
          <ul class="against">{speaking(false).map(line)}</ul>
        </>
      )}
      <Missing ids={finding.missing} say={say} />
    </details>
  );
}

// Where no cause is known, the facts of all of them: for and against says nothing then.
function AllFacts({ findings, say }: { findings: Finding[]; say: Speech }) {
  const seen = new Map(findings.flatMap(({ evidence }) => evidence).map((one) => [`${one.fact} ${one.subject}`, one]));
  const missing = [...new Set(findings.flatMap((finding) => finding.missing))];
  return (
    <details class="details evidence" open>
      <summary>{say.say('console.incident.facts')}</summary>
      <ul class="plain">
        {[...seen].map(([key, one]) => (
          <li key={key}>{factSentence(say.language, one.fact, one.value)}</li>
        ))}
      </ul>
      <Missing ids={missing} say={say} />
    </details>
  );
}

function Missing({ ids, say }: { ids: string[]; say: Speech }) {
  if (ids.length === 0) return null;
  return (
    <p class="soft">
      {say.say('console.incident.missing')}: {ids.map((id) => factTitle(say.language, id)).join(say.language === 'ja' ? '、' : ', ')}
    </p>
  );
}

function SayIt({ text, say }: { text: string; say: Speech }) {
  if (text === '') return null;
  return (
    <div class="say-it">
      <p class="say-label">{say.say('console.incident.say')}</p>
      <p class="say-text">{say.language === 'ja' ? `「${text}」` : `“${text}”`}</p>
    </div>
  );
}

function Others({ incident, say, send }: Omit<CardProps, 'many'>) {
  const others = otherFindings(incident.findings);
  if (others.length === 0) return null;
  return (
    <details class="details others">
      <summary>{say.say('console.incident.others', { n: others.length })}</summary>
      <ul class="other-causes">
        {others.map((finding) => (
          <li key={finding.cause} data-other={finding.cause}>
            <p class="cause-title">
              {causeTitle(finding.cause, say)}
              <Weight probability={finding.probability} />
            </p>
            <p>{finding.cause === '' ? say.say('console.incident.unknown_about') : inWords(causes[finding.cause]?.explain, say.language)}</p>
            <Evidence finding={finding} say={say} />
            {finding.remedies.map((id) => (
              <OtherRemedy key={id} incident={incident} id={id} say={say} send={send} />
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}

function OtherRemedy({ incident, id, say, send }: Omit<CardProps, 'many'> & { id: string }) {
  const remedy = remedyOf(id);
  if (remedy === undefined) return null;
  return (
    <details class="details" data-remedy={id}>
      <summary>{inWords(remedy.title, say.language)}</summary>
      {remedy.kind === 'hand' ? (
        <Steps remedy={remedy} say={say} />
      ) : (
        <Run incident={incident} remedy={remedy} say={say} send={send} />
      )}
    </details>
  );
}

function Foot({ incident, say }: { incident: Incident; say: Speech }) {
  return (
    <div class="incident-foot">
      <Qr rows={incident.qr} name={say.say('console.incident.qr')} />
      <div>
        <p class="soft">{say.say('console.incident.number')}</p>
        <p class="incident-number number">{incident.number}</p>
      </div>
      {incident.tried.length === 0 ? null : (
        <div class="tried">
          <p class="soft">{say.say('console.incident.tried')}</p>
          <ul>
            {incident.tried.map((one) => (
              <li key={one.time + one.remedy}>
                <time class="number">{clockTime(one.time)}</time> {remedyTitle(one.remedy, say)}{' '}
                <span class={one.result === 'cured' ? 'tag good' : 'tag'}>{say.say(`console.incident.result.${triedResult(one.result)}`)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Over({ incidents, say }: { incidents: Incident[]; say: Speech }) {
  return (
    <details class="details panel over">
      <summary>{say.say('console.incident.over', { n: incidents.length })}</summary>
      <ul>
        {incidents.map((incident) => (
          <li key={incident.number} data-over={incident.number}>
            <time class="number">{clockTime(incident.ended)}</time> <strong>{headingOf(incident, say)}</strong>{' '}
            <span class="soft number">
              {codeOf(incident)} {incident.number}
            </span>
            {incident.tried
              .filter((one) => one.result === 'cured')
              .map((one) => (
                <span key={one.remedy}> {say.say('console.incident.cured_by', { remedy: remedyTitle(one.remedy, say) })}</span>
              ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
