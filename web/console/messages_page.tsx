// The clinic's own words on the terminals' screens, and how they look, with the kiosk itself as the preview.
import { useEffect, useState } from 'preact/hooks';
import { Appearance, Texts } from '../shared/generated/schema/kiosk';
import { call, type Refusal, refusalWords } from '../shared/api';
import { Form, FormRefusal } from '../shared/form';
import { isLanguage, type Key, type Language, type Speech, words } from '../shared/languages';
import { Panel, Sure } from '../shared/page';
import { Preview } from './preview';
import { useMay } from './session';

export const kTexts = ['clinic_name', 'hours', 'ready', 'waiting'] as const;
export type TextName = (typeof kTexts)[number];

export interface Limit {
  characters: number;
  lines: number;
}
export interface Told {
  clinicName: string; // as delivered: of the settings file
  languages: Language[];
  limits: Partial<Record<TextName, Limit>>;
  messages: Appearance;
}

export function parseMessages(json: unknown): Told {
  const fields = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const languages = (Array.isArray(fields.languages) ? fields.languages : []).filter((one): one is Language => typeof one === 'string' && isLanguage(one));
  return {
    clinicName: typeof fields.clinic_name === 'string' ? fields.clinic_name : '',
    languages: languages.length > 0 ? languages : ['ja'],
    limits: (fields.limits ?? {}) as Told['limits'],
    messages: Appearance.fromJSON(fields.messages ?? {}),
  };
}

export function textOf(messages: Appearance, language: string, name: TextName): string {
  return messages.texts[language]?.[name] ?? '';
}
export function withText(messages: Appearance, language: string, name: TextName, text: string): Appearance {
  const before = messages.texts[language] ?? Texts.fromJSON({});
  return { ...messages, texts: { ...messages.texts, [language]: { ...before, [name]: text } } };
}
// Characters that may still be typed; below zero: too many.
export function charactersLeft(text: string, limit: Limit | undefined): number | undefined {
  return limit === undefined ? undefined : limit.characters - [...text].length;
}

export function MessagesPage({ say }: { say: Speech }) {
  const may = useMay('change');
  const [told, setTold] = useState<Told | undefined>(undefined);
  const [wanted, setWanted] = useState<Appearance | undefined>(undefined);
  const [language, setLanguage] = useState<Language>('ja');
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const [saved, setSaved] = useState(false);
  const ask = async (method: 'GET' | 'PUT' | 'DELETE', body?: object): Promise<void> => {
    const answer = await call(method, 'api/messages', body);
    setRefusal(answer.ok ? undefined : answer.refusal);
    setSaved(answer.ok && method !== 'GET');
    if (!answer.ok) return;
    const now = parseMessages(answer.body);
    setTold(now);
    setWanted(now.messages);
    if (!now.languages.includes(language)) setLanguage(now.languages[0] ?? 'ja');
  };
  useEffect(() => void ask('GET'), []);
  if (told === undefined || wanted === undefined)
    return (
      <main class="board">
        <FormRefusal refusal={refusal} fields={[]} say={say} />
      </main>
    );
  const change = (next: Appearance): void => {
    setSaved(false);
    setRefusal(undefined);
    setWanted(next);
  };
  const other = JSON.stringify(wanted) !== JSON.stringify(told.messages);
  return (
    <main class="board messages-board">
      <div class="column">
        <Panel id="messages" title={say.say('console.messages.title')}>
          <p>{say.say('console.messages.about')}</p>
          {may ? null : <p class="soft">{say.say('console.messages.look_only')}</p>}
          <Form name="messages" submit={() => void ask('PUT', wanted)}>
            <fieldset class="plain" disabled={!may}>
              <Choice name="language" legend={say.say('console.messages.language')} values={told.languages} value={language} label={(one) => words[one as Language]['language.name']} choose={(one) => setLanguage(one as Language)} />
              {kTexts.map((name) => (
                <TextArea key={`${language}.${name}`} name={name} language={language} value={textOf(wanted, language, name)} limit={told.limits[name]} placeholder={name === 'clinic_name' ? told.clinicName : ''} set={(text) => change(withText(wanted, language, name, text))} refusal={refusal} say={say} />
              ))}
              <Choice name="type" legend={say.say('console.messages.type')} values={['normal', 'large']} value={wanted.type || 'normal'} label={(one) => say.say(`console.messages.type_${one}` as Key)} choose={(type) => change({ ...wanted, type })} />
              <Choice name="colours" legend={say.say('console.messages.colours')} values={['standard', 'calm']} value={wanted.colours || 'standard'} label={(one) => say.say(`console.messages.colours_${one}` as Key)} choose={(colours) => change({ ...wanted, colours })} />
            </fieldset>
            <FormRefusal refusal={refusal} fields={told.languages.flatMap((one) => kTexts.map((name) => `${one}.${name}`))} say={say} />
            <p role="status">{saved ? say.say('console.messages.saved') : other ? say.say('console.messages.unsaved') : ''}</p>
            {may ? (
              <div class="member-acts">
                <button type="submit" class="small-button full" disabled={!other} data-act="save">
                  {say.say('console.messages.save')}
                </button>
                <button type="button" class="small-button" disabled={!other} data-act="undo" onClick={() => change(told.messages)}>
                  {say.say('console.messages.undo')}
                </button>
              </div>
            ) : null}
          </Form>
          {may ? <Sure say={say.say('console.messages.reset')} question={say.say('console.messages.reset_question')} yes={say.say('console.messages.reset_yes')} no={say.say('console.messages.reset_no')} act={() => void ask('DELETE')} /> : null}
        </Panel>
      </div>
      <div class="column">
        {(['ready', 'waiting'] as const).map((screen) => (
          <Panel key={screen} id={`preview-${screen}`} title={say.say('console.messages.preview', { screen: say.say(`console.messages.preview_${screen}`) })}>
            <Preview screen={screen} told={told} messages={wanted} language={language} name={`${say.say('console.messages.preview_title')} (${say.say(`console.messages.preview_${screen}`)})`} />
          </Panel>
        ))}
      </div>
    </main>
  );
}

interface ChoiceProps {
  name: string;
  legend: string;
  values: readonly string[];
  value: string;
  label(value: string): string;
  choose(value: string): void;
}

function Choice({ name, legend, values, value, label, choose }: ChoiceProps) {
  return (
    <fieldset class="roles" data-choice={name}>
      <legend>{legend}</legend>
      {values.map((one) => (
        <label key={one}>
          <input type="radio" name={name} value={one} checked={one === value} onChange={() => choose(one)} />
          <span>{label(one)}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface TextAreaProps {
  name: TextName;
  language: Language;
  value: string;
  limit: Limit | undefined;
  placeholder: string;
  set(text: string): void;
  refusal: Refusal | undefined;
  say: Speech;
}

function TextArea({ name, language, value, limit, placeholder, set, refusal, say }: TextAreaProps) {
  const id = `message-${name}`;
  const left = charactersLeft(value, limit);
  const over = left !== undefined && left < 0;
  const wrong = refusal !== undefined && refusal.field === `${language}.${name}`;
  return (
    <div class="field">
      <label for={id}>{say.say(`console.messages.${name}`)}</label>
      <textarea
        id={id}
        name={name}
        lang={language}
        rows={limit?.lines ?? 1}
        value={value}
        placeholder={placeholder}
        aria-invalid={wrong || over ? 'true' : undefined}
        aria-describedby={`${id}-about`}
        onInput={(event) => set(limit?.lines === 1 ? event.currentTarget.value.replace(/\n/g, '') : event.currentTarget.value)}
      />
      <p class={over ? 'missing' : 'soft'} id={`${id}-about`}>
        {name === 'hours' ? `${say.say('console.messages.hours_about')} ` : ''}
        {left === undefined ? '' : over ? say.say('console.messages.over', { n: -left }) : say.say('console.messages.left', { n: left })}
      </p>
      {wrong ? (
        <p class="missing" role="alert">
          {refusalWords(say, refusal)}
        </p>
      ) : null}
    </div>
  );
}
