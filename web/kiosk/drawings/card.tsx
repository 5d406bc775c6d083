// Drawings about the card and the counter.
import {
  Arrow,
  act,
  Canvas,
  Card,
  CardInTray,
  Computer,
  Cross,
  Dots,
  ink,
  main,
  Measure,
  OtherCard,
  paper,
  Person,
  Straight,
  Terminal,
  Tick,
  Tray,
  Waves,
} from './parts';

export function PlaceCard() {
  return (
    <Canvas>
      <Tray y={318} />
      <g class="sink">
        <Card x={240} y={118} scale={1.15} />
        <Straight from={[392, 120]} to={[392, 226]} />
      </g>
    </Canvas>
  );
}

export function TakeCard() {
  return (
    <Canvas>
      <Tray y={318} />
      <g class="rise">
        <Card x={240} y={136} scale={1.15} />
        <Straight from={[392, 216]} to={[392, 92]} />
      </g>
    </Canvas>
  );
}

export function Reading() {
  return (
    <Canvas>
      <Tray y={270} />
      <CardInTray y={270} />
      <Waves x={240} y={190} />
    </Canvas>
  );
}

export function ReadingFront() {
  return (
    <Canvas>
      <path d="M240 104 l-120 178 h240 z" fill="#fff2dc" opacity="0.9" class="pulse" />
      <Tray y={300} />
      <CardInTray y={300} />
      <rect x="196" y="44" width="88" height="56" rx="12" fill="#46606a" stroke={ink} stroke-width="5" />
      <circle cx="240" cy="84" r="18" fill={paper} stroke={ink} stroke-width="5" />
      <circle cx="240" cy="84" r="7" fill={ink} />
    </Canvas>
  );
}

export function TurnOver() {
  return (
    <Canvas>
      <Card x={130} y={262} back scale={0.98} />
      <Card x={350} y={262} scale={0.98} />
      <Arrow d="M122 168 C150 76 318 66 352 160" head="M324 142 L353 164 L370 132" />
    </Canvas>
  );
}

export function Sleeve() {
  return (
    <Canvas>
      <g class="out">
        <Card x={296} y={190} scale={1.05} />
      </g>
      <path d="M62 112 h176 q18 78 0 156 h-176 q-12 0 -12 -12 v-132 q0 -12 12 -12 z" fill="#9fc6d8" fill-opacity="0.78" stroke={ink} stroke-width="5" />
      <path d="M72 136 h120" stroke={paper} stroke-width="8" opacity="0.9" />
      <Straight from={[246, 318]} to={[392, 318]} />
    </Canvas>
  );
}

export function Straighten() {
  return (
    <Canvas>
      <rect x="118" y="124" width="244" height="156" rx="16" fill={paper} stroke={main} stroke-width="6" stroke-dasharray="18 16" />
      <Card x={240} y={202} turn={-14} scale={1.02} />
      <Arrow d="M366 96 C420 140 420 214 396 262" head="M384 228 L394 266 L424 242" />
    </Canvas>
  );
}

export function OtherCardAway() {
  return (
    <Canvas>
      <OtherCard x={140} y={170} scale={0.9} />
      <Cross x={216} y={108} />
      <Card x={330} y={262} scale={0.98} />
      <Tick x={414} y={196} />
    </Canvas>
  );
}

export function CardGood() {
  return (
    <Canvas>
      <Card x={240} y={200} scale={1.5} />
      <Tick x={376} y={110} scale={1.2} />
    </Canvas>
  );
}

export function FirstUse() {
  return (
    <Canvas>
      <Card x={190} y={220} scale={1.3} />
      <path d="M368 72 l66 24 v58 q0 62 -66 92 q-66 -30 -66 -92 v-58 z" fill={paper} stroke={main} stroke-width="8" />
      <path d="M368 116 v84 M326 158 h84" stroke={main} stroke-width="20" />
    </Canvas>
  );
}

export function Staff() {
  return (
    <Canvas>
      <Person x={180} y={146} scale={0.95} />
      <path d="M116 296 l64 -52 l64 52" fill="none" stroke={paper} stroke-width="12" />
      <Card x={360} y={196} scale={0.8} turn={6} />
      <path d="M36 338 h408" stroke={ink} stroke-width="10" />
      <circle cx="284" cy="92" r="36" fill={paper} fill-opacity="0.6" stroke={act} stroke-width="10" />
      <path d="M310 118 l30 30" stroke={act} stroke-width="14" />
    </Canvas>
  );
}

export function Asking() {
  return (
    <Canvas>
      <Terminal x={110} y={196} />
      <Dots x={226} y={196} />
      <path d="M290 286 h150 M302 276 v-92 M340 276 v-92 M390 276 v-92 M428 276 v-92" stroke={ink} stroke-width="12" fill="none" />
      <path d="M284 172 h162 l-81 -60 z" fill={paper} stroke={ink} stroke-width="6" />
    </Canvas>
  );
}

export function Sending() {
  return (
    <Canvas>
      <Terminal x={100} y={190} />
      <Computer x={356} y={190} />
      <Straight from={[170, 190]} to={[250, 190]} />
      <path d="M324 166 h64 M324 188 h46" stroke={main} stroke-width="8" />
    </Canvas>
  );
}

export function Waiting() {
  return (
    <Canvas>
      <Terminal x={120} y={186} />
      <Computer x={350} y={186} />
      <path d="M120 320 v10 q0 20 20 20 h190 q20 0 20 -20 v-66" fill="none" stroke={ink} stroke-width="8" />
      <Dots x={208} y={186} />
    </Canvas>
  );
}

export function Pairing() {
  return (
    <Canvas>
      <Terminal x={110} y={186} scale={1.1} />
      <Computer x={358} y={186} />
      <Measure x={110} y={186} text="123" size={32} />
      <Measure x={358} y={192} text="123" />
      <path d="M206 172 h52 M206 204 h52" stroke={act} stroke-width="14" />
    </Canvas>
  );
}

export function Consent() {
  return (
    <Canvas>
      <rect x="120" y="66" width="240" height="280" rx="16" fill={paper} stroke={ink} stroke-width="6" />
      <rect x="188" y="46" width="104" height="44" rx="12" fill="#46606a" stroke={ink} stroke-width="5" />
      {[136, 206, 276].map((y) => (
        <g key={y}>
          <path d={`M148 ${y} l14 16 l26 -32`} fill="none" stroke={main} stroke-width="11" />
          <path d={`M214 ${y} h112`} stroke={ink} stroke-width="9" opacity="0.6" />
        </g>
      ))}
    </Canvas>
  );
}

export function PinLast() {
  return (
    <Canvas>
      <Keys />
      <circle cx="366" cy="120" r="62" fill="#fff2dc" stroke={act} stroke-width="10" />
      <Measure x={366} y={146} text="1" size={76} />
    </Canvas>
  );
}

export function PinBlocked() {
  return (
    <Canvas>
      <Keys />
      <g transform="translate(352 216)">
        <path d="M-34 -20 v-30 q0 -36 34 -36 t34 36 v30" fill="none" stroke={ink} stroke-width="14" />
        <rect x="-58" y="-22" width="116" height="94" rx="14" fill="#e8c34a" stroke={ink} stroke-width="6" />
        <circle cy="16" r="12" fill={ink} />
        <path d="M0 20 v24" stroke={ink} stroke-width="10" />
      </g>
    </Canvas>
  );
}

function Keys() {
  return (
    <g>
      <rect x="96" y="72" width="212" height="270" rx="18" fill="#46606a" stroke={ink} stroke-width="6" />
      {[0, 1, 2, 3].flatMap((row) =>
        [0, 1, 2].map((column) => (
          <rect key={`${row}${column}`} x={116 + column * 60} y={94 + row * 60} width="50" height="48" rx="9" fill={paper} />
        )),
      )}
    </g>
  );
}

export function Trouble() {
  return (
    <Canvas>
      <Computer x={210} y={196} scale={1.5} />
      <g transform="translate(368 118)">
        <path d="M0 -62 l66 116 h-132 z" fill="#ffdf8a" stroke={ink} stroke-width="7" />
        <path d="M0 -18 v34" stroke={ink} stroke-width="12" />
        <circle cy="36" r="7" fill={ink} />
      </g>
    </Canvas>
  );
}

// A cog that turns on the computer: something is put right.
export function Repairing() {
  return (
    <Canvas>
      <Computer x={240} y={196} scale={1.7} />
      <g transform="translate(240 180)">
        <g class="cog" fill="none" stroke={main}>
          <circle r="34" stroke-width="16" />
          {[0, 45, 90, 135, 180, 225, 270, 315].map((angle) => (
            <path key={angle} d="M0 -38 v-16" stroke-width="15" transform={`rotate(${angle})`} />
          ))}
        </g>
      </g>
    </Canvas>
  );
}
