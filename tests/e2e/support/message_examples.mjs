// The console's page for the terminals' texts, as the host would answer.
import { state } from './account_examples.mjs';
import { kSignedIn } from './mock.mjs';

export const limits = { clinic_name: { characters: 40, lines: 1 }, hours: { characters: 90, lines: 3 }, ready: { characters: 60, lines: 2 }, waiting: { characters: 60, lines: 2 } };
export const kDelivered = { clinic_name: '見本クリニック', languages: ['ja', 'en'], limits, messages: { texts: {}, type: '', colours: '' } };
export const kWritten = {
  ...kDelivered,
  messages: {
    texts: {
      ja: { clinic_name: '見本クリニック 本院', hours: '平日 9:00〜12:00 / 15:00〜18:00\n土 9:00〜12:00', ready: '発熱のある方は、先に受付へお声がけください。', waiting: '' },
      en: { clinic_name: 'Sample Clinic', hours: '', ready: 'If you have a fever, please go to the reception first.', waiting: '' },
    },
    type: 'large',
    colours: 'calm',
  },
};
// The longest texts that are taken.
const wide = (n) => '長い文章でも画面におさまるかを確かめる見本です。'.repeat(9).slice(0, n);
export const kFullest = {
  ja: { clinic_name: wide(40), hours: `${wide(29)}\n${wide(29)}\n${wide(30)}`, ready: wide(60), waiting: wide(60) },
  en: { clinic_name: 'A clinic with a name of forty characters', hours: 'Weekdays 9:00-12:00, 15:00-18:00\nSaturdays 9:00-12:00\nClosed on Sundays and holidays', ready: 'If you have a fever, please go to the reception first. Thank', waiting: 'It gets ready. The people at the reception help you now' },
};

const kUser = { ...kSignedIn, name: '見本 太郎', role: 'user', rights: ['look', 'operate'] };
const drawn = async (page) => {
  for (const screen of ['ready', 'waiting']) await page.frameLocator(`[data-preview=${screen}]`).locator(`[data-screen=${screen}]`).waitFor();
};
export const messageExamples = [
  { name: 'messages', state, hash: '#messages', answers: { 'GET /api/messages': kWritten }, act: drawn },
  { name: 'messages_delivered', state, hash: '#messages', answers: { 'GET /api/messages': kDelivered }, act: drawn },
  { name: 'messages_of_a_user', state, hash: '#messages', answers: { 'GET /api/session': kUser, 'GET /api/messages': kWritten }, act: drawn },
];
