// Consent: all at once, or one by one. Nothing is preset, and yes and no look alike.
import { useState } from 'preact/hooks';
import { screens } from '../../shared/generated/screens';
import type { Speech } from '../../shared/languages';
import { Drawing } from '../drawings/drawing';
import { type Answers, listParam, parseAnswers, writeAnswers } from '../state';
import { type View, param } from '../view';
import { Action } from './actions';

function nameOf(speech: Speech, question: string): string {
  return speech.sayBy('questions', question, 'unknown', '.name');
}

function aboutOf(speech: Speech, question: string): string {
  return speech.sayBy('questions', question, 'unknown', '.about');
}

export function Consent({ view }: { view: View }) {
  const { speech } = view;
  const questions = listParam(param(view, 'questions'));
  return (
    <div class="message with-actions consent">
      <div class="picture">
        <Drawing name={screens.consent.picture} />
      </div>
      <div class="words">
        <h1 tabIndex={-1}>{speech.say('screens.consent.title')}</h1>
        <p class="text">{speech.say('screens.consent.text')}</p>
        <ul class="listed" aria-label={speech.say('screens.consent.listed')}>
          {questions.map((question) => (
            <li key={question}>{nameOf(speech, question)}</li>
          ))}
        </ul>
      </div>
      <div class="actions three">
        {view.screen.actions.map((action) => (
          <Action key={action} view={view} action={action} look="plain" />
        ))}
      </div>
    </div>
  );
}

export function ConsentEach({ view }: { view: View }) {
  const { speech } = view;
  const questions = listParam(param(view, 'questions'));
  const [answers, setAnswers] = useState<Answers>(() => parseAnswers(param(view, 'answers')));
  const left = questions.filter((question) => !(question in answers)).length;
  return (
    <div class="consent-each">
      <h1 tabIndex={-1}>{speech.say('screens.consent_each.title')}</h1>
      <div class="questions">
        {questions.map((question) => (
          <div key={question} role="group" aria-label={speech.say('screens.consent_each.group', { question: nameOf(speech, question) })}>
            <p>
              <strong>{nameOf(speech, question)}</strong>
              <span>{aboutOf(speech, question)}</span>
            </p>
            <Answer view={view} value question={question} answers={answers} set={setAnswers} />
            <Answer view={view} value={false} question={question} answers={answers} set={setAnswers} />
          </div>
        ))}
      </div>
      <div class="actions">
        {view.screen.actions.includes('back') ? <Action view={view} action="back" look="quiet" /> : <span />}
        <p class="left" role="status">
          {left > 0 ? speech.say('screens.consent_each.left', { n: left }) : speech.say('screens.consent_each.complete')}
        </p>
        <button
          type="button"
          class="action full"
          data-action="submit"
          disabled={left > 0 || view.busy}
          onClick={() => view.touch('submit', writeAnswers(questions, answers))}
        >
          {speech.say('actions.submit')}
        </button>
      </div>
    </div>
  );
}

interface AnswerProps {
  view: View;
  value: boolean;
  question: string;
  answers: Answers;
  set(answers: Answers): void;
}

function Answer({ view, value, question, answers, set }: AnswerProps) {
  const chosen = answers[question] === value;
  return (
    <button
      type="button"
      class={chosen ? 'answer chosen' : 'answer'}
      aria-pressed={chosen}
      disabled={view.busy}
      onClick={() => set({ ...answers, [question]: value })}
    >
      <span class="mark" aria-hidden="true">
        {chosen ? '✓' : ''}
      </span>
      {view.speech.say(value ? 'screens.consent_each.yes' : 'screens.consent_each.no')}
    </button>
  );
}
