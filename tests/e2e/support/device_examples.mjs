// The settings on the terminal itself, as the terminal would tell them. Everybody in them is fictitious.
const kAll = ['information', 'network', 'screen', 'cameras', 'touch', 'power', 'restart', 'switch_off', 'rights'];

export const kValues = {
  serial: 'OM-0001',
  version: '0.1.0',
  uptime_s: '7384',
  addresses: 'eth0 192.0.2.15, eth1 198.51.100.7',
  link: 'up',
  paired: '1',
  link_port: '8603',
  brightness: '60',
  face_camera: 'ok',
  card_face_camera: 'dirty',
  follow: '1',
  port_power: '1',
  power_while_pc_off: '1',
  can_restart_program: '1',
  can_restart_device: '1',
  can_switch_off: '1',
};
export const kClosed = { stage: 'closed' };
export const kSignIn = { stage: 'sign_in', names: ['見本 花子', '見本 太郎'] };
export const kOpen = { stage: 'open', name: '見本 花子', role: 'administrator', functions: kAll, values: kValues, user_functions: ['information', 'network', 'cameras', 'touch'] };
export const kWithoutLink = { stage: 'open', name: '', role: '', functions: ['information', 'network'], values: { ...kValues, link: 'down' } };

// Every way the settings can look: what the terminal tells, and what is touched.
export const deviceExamples = [
  { name: 'asking', device: { stage: 'sign_in', busy: true } },
  { name: 'nobody', device: { stage: 'sign_in' } },
  { name: 'names', device: kSignIn },
  { name: 'password', device: { ...kSignIn, refused: 'sign_in_wrong' }, touch: ['[data-name="見本 花子"]'] },
  { name: 'code', device: { ...kSignIn, refused: 'code_needed' }, touch: ['[data-name="見本 花子"]'] },
  { name: 'without_link', device: kWithoutLink },
  ...kAll.map((one) => ({ name: one, device: kOpen, touch: [`[data-function=${one}]`] })),
  { name: 'screen_not_here', device: { ...kOpen, values: { ...kValues, brightness: '' } }, touch: ['[data-function=screen]'] },
  { name: 'cameras_card', device: { ...kOpen, camera: 'card_face', sight: 'back' }, touch: ['[data-function=cameras]'], picture: true, keepCamera: true },
  { name: 'touch_running', device: kOpen, touch: ['[data-function=touch]', '[data-act=touch-check]', '[data-target="0"]', '[data-target="4"]'] },
  { name: 'switch_off_asked', device: kOpen, touch: ['[data-function=switch_off]', '[data-act="device.off.yes"]'] },
  { name: 'refused', device: { ...kOpen, refused: 'brightness_not_set' }, touch: ['[data-function=screen]'] },
];

// Closed and opened anew, so that each example begins at the beginning.
export async function showDevice(mock, page, example, picture) {
  mock.down({ device: kClosed });
  await page.waitForSelector('[data-device]', { state: 'detached' });
  mock.down({ device: { ...example.device, camera: '' } });
  await page.waitForSelector('[data-device]');
  for (const selector of example.touch ?? []) await page.click(selector);
  if (example.picture) {
    mock.down({ device: example.device }, picture);
    await page.waitForSelector('.device-picture img');
  }
}
