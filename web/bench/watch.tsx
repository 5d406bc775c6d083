// What the simulators saw: exchanges with the card, requests to the national system, files that the receipt computer took.
import { useEffect, useRef, useState } from 'preact/hooks';
import { clockTime, hex, shortTime } from '../shared/format';
import type { Apdu, Request, ResultFile } from '../shared/generated/schema/bench';
import type { Speech } from '../shared/languages';
import { Panel } from '../shared/page';
import { Check } from './controls';

export function Apdus({ apdus, many, say }: { apdus: Apdu[]; many: boolean; say: Speech }) {
  const [follow, setFollow] = useState(true);
  const place = useRef<HTMLDivElement>(null);
  const newest = apdus.at(-1)?.number;
  useEffect(() => {
    if (follow) place.current?.scrollTo({ top: place.current.scrollHeight });
  }, [newest, follow]);
  return (
    <Panel
      id="apdus"
      title={say.say('bench.apdus.title')}
      aside={apdus.length === 0 ? null : <Check name="follow" label={say.say('bench.apdus.follow')} value={follow} set={setFollow} />}
    >
      {apdus.length === 0 ? (
        <p class="soft">{say.say('bench.apdus.none')}</p>
      ) : (
        <div class="tape" ref={place} tabIndex={0} role="group" aria-labelledby="apdus-title" data-scrolls>
          <ol>
            {apdus.map((apdu) => (
              <li key={apdu.number} data-apdu={apdu.number}>
                <p class="apdu-head">
                  <span class="number soft">{apdu.number}</span>
                  {many ? <span class="tag">{apdu.counter}</span> : null}
                  <strong lang="en">{apdu.meaning}</strong>
                  <span class="number soft took">{shortTime(apdu.took_us)}</span>
                </p>
                <p class="hex">
                  <span class="hidden">{say.say('bench.apdus.command')} </span>
                  <span aria-hidden="true">→ </span>
                  {hex(apdu.command)}
                </p>
                <p class="hex answer">
                  <span class="hidden">{say.say('bench.apdus.answer')} </span>
                  <span aria-hidden="true">← </span>
                  {hex(apdu.answer)}
                </p>
              </li>
            ))}
          </ol>
        </div>
      )}
    </Panel>
  );
}

export function Requests({ requests, say }: { requests: Request[]; say: Speech }) {
  return (
    <Panel id="requests" title={say.say('bench.requests.title')}>
      {requests.length === 0 ? (
        <p class="soft">{say.say('bench.requests.none')}</p>
      ) : (
        <div class="tape short" tabIndex={0} role="group" aria-labelledby="requests-title" data-scrolls>
          <ol>
            {[...requests].reverse().map((request) => (
              <li key={request.number} class="request" data-request={request.number}>
                <time class="soft">{clockTime(request.time, true)}</time>
                <span class={request.status < 400 ? 'tag good' : 'tag bad'}>{request.status}</span>
                <span class="path">{request.path}</span>
                <span class="number soft took">{request.took_ms} ms</span>
                <span class="request-summary">{request.summary}</span>
              </li>
            ))}
          </ol>
        </div>
      )}
    </Panel>
  );
}

export function Files({ files, say }: { files: ResultFile[]; say: Speech }) {
  return (
    <Panel id="files" title={say.say('bench.files.title')}>
      {files.length === 0 ? <p class="soft">{say.say('bench.files.none')}</p> : null}
      <ol class="files">
        {[...files].reverse().map((file) => (
          <li key={file.name} data-file={file.name}>
            <p class="apdu-head">
              <time class="soft">{clockTime(file.time, true)}</time>
              <strong class="path">{file.name}</strong>
              <span class="tag">{file.encoding}</span>
            </p>
            <p lang="ja">{file.summary}</p>
            <details>
              <summary>{say.say('bench.files.open')}</summary>
              <pre class="contents" tabIndex={0} role="group" aria-label={file.name} lang="ja" data-scrolls>
                {file.contents}
              </pre>
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
