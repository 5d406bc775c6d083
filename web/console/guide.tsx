// A remedy by hand: one step at a time with its picture, the time to wait, and whether it worked, seen live.
import { checkSentences, inWords, met, type Remedy, type Step } from '../shared/catalogue';
import { useCountdown } from '../shared/clock';
import type { Speech } from '../shared/languages';
import { Picture } from '../shared/picture';
import { useFacts } from './facts';

interface GuideProps {
  remedy: Remedy;
  subject: string;
  step: number; // counted from 0
  wait: number; // seconds of this step that are left
  told: unknown; // changes with each word of the program
  say: Speech;
  done(step: number, helped: boolean): void;
}

export function Guide({ remedy, subject, step, wait, told, say, done }: GuideProps) {
  const at = Math.min(step, remedy.steps.length - 1);
  const now = remedy.steps[at];
  if (now === undefined) return null;
  return (
    <div class="guide" data-guide={remedy.id} data-step={at}>
      {remedy.steps.length > 1 ? (
        <p class="guide-count">{say.say('console.guide.step', { n: at + 1, all: remedy.steps.length })}</p>
      ) : null}
      <OneStep key={`${remedy.id}${at}`} now={now} subject={subject} wait={wait} told={told} say={say} last={at === remedy.steps.length - 1} done={(helped) => done(at, helped)} />
      {remedy.steps.length > 1 ? <AllSteps remedy={remedy} at={at} say={say} /> : null}
    </div>
  );
}

interface OneStepProps {
  now: Step;
  subject: string;
  wait: number;
  told: unknown;
  say: Speech;
  last: boolean;
  done(helped: boolean): void;
}

function OneStep({ now, subject, wait, told, say, last, done }: OneStepProps) {
  const left = useCountdown(wait, told);
  return (
    <div class="guide-step">
      <Picture id={now.picture} />
      <div class="guide-words">
        <p class="guide-say">{inWords(now.say, say.language)}</p>
        {left > 0 ? <Wait left={left} whole={Math.max(now.wait_s, wait)} say={say} /> : null}
        {now.check === undefined ? null : <Check step={now} subject={subject} say={say} />}
        <div class="staff-answers">
          <button type="button" class="small-button full" data-done="yes" disabled={left > 0} onClick={() => done(true)}>
            {say.say(last ? 'console.guide.helped' : 'console.guide.next')}
          </button>
          <button type="button" class="small-button" data-done="no" onClick={() => done(false)}>
            {say.say(last ? 'console.guide.did_not_help' : 'console.guide.cannot')}
          </button>
        </div>
      </div>
    </div>
  );
}

function Wait({ left, whole, say }: { left: number; whole: number; say: Speech }) {
  return (
    <div class="wait" role="timer">
      <p>{say.say('console.guide.wait', { n: left })}</p>
      <progress max={whole} value={whole - left} aria-hidden="true" />
    </div>
  );
}

// Looks by itself whether the step worked.
function Check({ step, subject, say }: { step: Step; subject: string; say: Speech }) {
  const facts = useFacts(true);
  if (step.check === undefined) return null;
  const good = met(step.check, facts, subject);
  return (
    <div class={good ? 'check good' : 'check'} role="status" data-check={good ? 'met' : 'open'}>
      <span class="check-sign" aria-hidden="true">
        {good ? '✓' : '…'}
      </span>
      <div>
        <p class="check-title">{say.say(good ? 'console.guide.check_met' : 'console.guide.check_open')}</p>
        {checkSentences(say.language, step.check, facts, subject).map((sentence) => (
          <p key={sentence} class="soft">
            {sentence}
          </p>
        ))}
      </div>
    </div>
  );
}

function AllSteps({ remedy, at, say }: { remedy: Remedy; at: number; say: Speech }) {
  return (
    <details class="details">
      <summary>{say.say('console.guide.all')}</summary>
      <ol class="numbered">
        {remedy.steps.map((step, index) => (
          <li key={index} aria-current={index === at ? 'step' : undefined} class={index === at ? 'now' : ''}>
            {inWords(step.say, say.language)}
          </li>
        ))}
      </ol>
    </details>
  );
}

// The steps of a remedy to read, each with its picture.
export function Steps({ remedy, say }: { remedy: Remedy; say: Speech }) {
  return (
    <ol class="numbered with-pictures">
      {remedy.steps.map((step, index) => (
        <li key={index}>
          <Picture id={step.picture} />
          <span>{inWords(step.say, say.language)}</span>
        </li>
      ))}
    </ol>
  );
}
