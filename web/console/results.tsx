// The last visits: who, whether the insurance is valid, and what to do at the counter.
import { graceEnds, isoDay, slipKinds, validityOf, validitySteps } from '../shared/answers';
import { age, clockTime, date, duration } from '../shared/format';
import type { Person, State, Visit } from '../shared/generated/schema/console';
import type { Speech } from '../shared/languages';
import { troubleWords } from '../shared/catalogue';
import { Name, Panel } from '../shared/page';
import { codeOf } from './incident';
import { type Note, useNotes } from './notes';
import { holdsReplaced } from './summary';
import { Steps } from './terminals';

const kOutcomeLooks: Record<string, string> = { delivered: 'good', kept: 'warn', cancelled: '', failed: 'bad', running: 'busy' };

export function Results({ state, say }: { state: State; say: Speech }) {
  const notes = useNotes(state);
  return (
    <Panel id="results" title={say.say('console.results.title')}>
      {state.last_visits.length === 0 ? <p class="soft">{say.say('console.results.none')}</p> : null}
      <ol class="results">
        {state.last_visits.map((visit) => (
          <Result key={visit.id} visit={visit} note={notes.find((note) => note.visit === visit.id)} today={state.time} say={say} />
        ))}
      </ol>
    </Panel>
  );
}

interface ResultProps {
  visit: Visit;
  note: Note | undefined;
  today: string;
  say: Speech;
}

function Result({ visit, note, today, say }: ResultProps) {
  const person = visit.person;
  const look = kOutcomeLooks[visit.outcome] ?? '';
  return (
    <li class="result" data-visit={visit.id} data-outcome={visit.outcome}>
      <p class="result-head">
        <time dateTime={visit.began}>{clockTime(visit.began)}</time>
        <span class={`tag ${look}`}>{say.sayBy('console.visit.outcome', visit.outcome, 'failed')}</span>
        {visit.way === '' ? null : <span class="tag">{say.sayBy('console.visit.way', visit.way, 'none')}</span>}
        {person === undefined || person.validity === '' ? null : (
          <span class={validityOf(person.validity).good ? 'tag good' : 'tag bad'}>
            {say.say('console.results.validity')}: {say.sayBy('validity', person.validity, 'unknown', '.short')}
          </span>
        )}
      </p>
      {person === undefined ? null : <Who person={person} note={note} today={today} say={say} />}
      <ToDo visit={visit} note={note} say={say} />
      {note === undefined ? null : <Told note={note} today={today} say={say} />}
      <details class="details">
        <summary>{say.say('console.terminals.details')}</summary>
        <Steps visit={visit} say={say} />
        <p class="soft">
          {visit.total_ms > 0
            ? say.say('console.visit.total', { total: duration(visit.total_ms, say.language), human: duration(visit.human_ms, say.language) })
            : null}{' '}
          {visit.apdus > 0 ? say.say('console.visit.apdus', { n: visit.apdus }) : null}
        </p>
        {visit.file === '' ? null : (
          <p class="file">
            {say.say('console.results.file')}: <span class="number">{visit.file}</span>
          </p>
        )}
        {visit.code === '' ? null : (
          <p class="soft number">{codeOf(visit)}</p>
        )}
        <p class="soft number">{visit.id}</p>
      </details>
    </li>
  );
}

function Who({ person, note, today, say }: { person: Person; note: Note | undefined; today: string; say: Speech }) {
  const years = age(person.birth, today);
  const born = date(person.birth, say.language);
  return (
    <div class="person">
      <p class="kana">
        <Name>{person.kana}</Name>
      </p>
      <p class="name">
        <Name>{person.name === '' ? say.say('console.results.nobody') : person.name}</Name>
      </p>
      <p class="soft">
        {years === undefined ? born : say.say('console.results.born', { date: born, age: years })}
        {person.insurer === '' ? null : <span class="insurer" lang="ja">{say.say('console.results.insurer', { n: person.insurer })}</span>}
      </p>
      {note === undefined || note.other_name === '' ? null : (
        <p class="soft">
          {say.say('console.results.other_name')}:{' '}
          <Name>
            {note.other_name}
            {note.other_kana === '' ? null : `（${note.other_kana}）`}
          </Name>
        </p>
      )}
      <Replaced person={person} address={note?.address ?? ''} say={say} />
    </div>
  );
}

// A name or an address that the national system could not send whole: the picture from the chip beside it.
function Replaced({ person, address, say }: { person: Person; address: string; say: Speech }) {
  const name = holdsReplaced(person.name);
  if (!name && address === '' && person.address_picture === '') return null;
  return (
    <div class="replaced">
      {name ? (
        <>
          <p>{say.say(person.name_picture === '' ? 'console.results.replaced_without' : 'console.results.replaced')}</p>
          {person.name_picture === '' ? null : <img src={person.name_picture} alt={say.say('console.results.name_picture')} />}
        </>
      ) : null}
      {address === '' ? null : (
        <>
          <p>
            {say.say('console.results.address')}: <Name>{address}</Name>
          </p>
          <p>{say.say(person.address_picture === '' ? 'console.results.replaced_address_without' : 'console.results.replaced_address')}</p>
        </>
      )}
      {person.address_picture === '' ? null : <img src={person.address_picture} alt={say.say('console.results.address_picture')} />}
    </div>
  );
}

// What stands in the way of an insurance that does not count, and the steps at the counter; or the next step after a failure.
function ToDo({ visit, note, say }: { visit: Visit; note: Note | undefined; say: Speech }) {
  const validity = visit.person?.validity ?? '';
  const failed = (visit.outcome === 'failed' || visit.outcome === 'kept') && visit.reason !== '';
  const told = validity !== '' && validity !== '1';
  if (!failed && !told) return null;
  const { what, staff } = troubleWords(say, visit);
  return (
    <div class="to-do" data-validity={told ? validityOf(validity).kind : undefined}>
      <p class="to-do-title">{say.say('console.results.do')}</p>
      {failed ? <p>{say.language === 'ja' ? `${what}。${staff}` : `${what}. ${staff}`}</p> : null}
      {told ? <Insurance validity={validity} note={note} say={say} /> : null}
    </div>
  );
}

function Insurance({ validity, note, say }: { validity: string; note: Note | undefined; say: Speech }) {
  const { loss = '', lost_on = '' } = note ?? {};
  return (
    <>
      <p>
        {say.sayBy('validity', validity, 'unknown', '.staff')}
        {say.knows('loss', loss) ? ` ${say.sayBy('loss', loss, '')}` : null}
      </p>
      {lost_on === '' ? null : <p class="soft">{say.say('console.results.lost_on', { date: date(lost_on, say.language) })}</p>}
      <ol class="steps">
        {validitySteps(say, validity).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </>
  );
}

// Notices of the national system, with the day that they are about, and the slip that tells the patient.
function Told({ note, today, say }: { note: Note; today: string; say: Speech }) {
  if (note.notices.length === 0) return null;
  const day = (iso: string): string => date(iso, say.language);
  const about = note.certificate_ends !== '' && note.notices.some((notice) => notice.startsWith('certificate_'));
  const ended = note.certificate_ends < today.slice(0, 10);
  const until = graceEnds(note.certificate_ends);
  return (
    <div class="told" data-notices={note.notices.join(' ')}>
      <p class="to-do-title">{say.say('console.results.told')}</p>
      {note.notices.map((notice) => (
        <p key={notice}>{say.sayBy('notices', notice, 'unknown', '.staff')}</p>
      ))}
      {about ? <p class="soft">{say.say(ended ? 'console.results.ended' : 'console.results.ends', { date: day(note.certificate_ends) })}</p> : null}
      {about && ended && until !== undefined ? <p class="soft">{say.say('console.results.until', { date: day(isoDay(until)) })}</p> : null}
      {note.notices.some((notice) => slipKinds.includes(notice)) ? (
        <a class="small-button slip-link" href={`#slip/${note.visit}`}>
          {say.say('console.results.print')}
        </a>
      ) : null}
    </div>
  );
}
