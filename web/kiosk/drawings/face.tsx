// Drawings about the face before the camera. People are drawn as in a mirror, as the screen shows them.
import { Arrow, act, Canvas, Cross, ink, main, Measure, paper, Person, Profile, Straight, Terminal } from './parts';

function Ring() {
  return <circle cx="240" cy="190" r="150" fill="none" stroke={main} stroke-width="10" stroke-dasharray="24 18" />;
}

export function Face() {
  return (
    <Canvas>
      <Person x={240} y={176} />
      <Ring />
    </Canvas>
  );
}

function Distance({ children }: { children: preact.ComponentChildren }) {
  return (
    <Canvas>
      <Profile x={120} y={176} scale={1.05} />
      <Terminal x={396} y={196} scale={1.05} />
      {children}
    </Canvas>
  );
}

export function FaceDistance() {
  return (
    <Distance>
      <path d="M190 92 h148 M190 76 v32 M338 76 v32" stroke={act} stroke-width="8" fill="none" />
      <Measure x={264} y={62} text="30–50 cm" size={38} />
    </Distance>
  );
}

export function FaceNearer() {
  return (
    <Distance>
      <Straight from={[200, 176]} to={[316, 176]} />
      <Measure x={262} y={78} text="30–50 cm" size={38} />
    </Distance>
  );
}

export function FaceBack() {
  return (
    <Distance>
      <Straight from={[326, 176]} to={[210, 176]} />
      <Measure x={262} y={78} text="30–50 cm" size={38} />
    </Distance>
  );
}

export function FaceAlone() {
  return (
    <Canvas>
      <g opacity="0.45">
        <Person x={356} y={170} scale={0.72} />
      </g>
      <Person x={184} y={176} />
      <Cross x={404} y={96} />
    </Canvas>
  );
}

export function FaceCentre() {
  return (
    <Canvas>
      <Ring />
      <Person x={156} y={196} scale={0.8} />
      <Straight from={[236, 196]} to={[332, 196]} />
    </Canvas>
  );
}

function Lamp({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <circle r="30" fill="#ffdf5e" stroke={ink} stroke-width="5" />
      {[0, 45, 90, 135, 180, 225, 270, 315].map((angle) => (
        <path key={angle} d="M42 0 h20" transform={`rotate(${angle})`} stroke={ink} stroke-width="8" />
      ))}
    </g>
  );
}

export function FaceDark() {
  return (
    <Canvas>
      <Person x={170} y={186} dark />
      <Lamp x={390} y={110} />
      <Straight from={[266, 190]} to={[376, 190]} />
    </Canvas>
  );
}

export function FaceBright() {
  return (
    <Canvas>
      <Lamp x={100} y={90} />
      <Person x={240} y={190} bright />
      <Straight from={[340, 190]} to={[436, 190]} />
    </Canvas>
  );
}

export function FaceLightBehind() {
  return (
    <Canvas>
      <rect x="116" y="30" width="212" height="230" rx="6" fill="#fff3b8" stroke={ink} stroke-width="6" />
      <path d="M222 30 v230 M116 144 h212" stroke={ink} stroke-width="5" />
      <Person x={222} y={190} dark scale={0.9} />
      <Straight from={[338, 210]} to={[440, 210]} />
    </Canvas>
  );
}

export function FaceMask() {
  return (
    <Canvas>
      <Person x={190} y={176} />
      <g transform="translate(376 250) rotate(14)">
        <path d="M-50 -24 q50 -16 100 0 v36 q-50 38 -100 0 z" fill={paper} stroke={ink} stroke-width="6" />
        <path d="M-50 -14 q-24 10 0 26 M50 -14 q24 10 0 26" fill="none" stroke={ink} stroke-width="4" />
      </g>
      <Arrow d="M262 204 C290 160 336 150 370 198" head="M342 188 L372 202 L382 168" />
    </Canvas>
  );
}

export function FaceEyes() {
  return (
    <Canvas>
      <Person x={240} y={186} fringe />
      <Arrow d="M222 158 C190 120 150 110 112 128" head="M126 96 L108 130 L146 138" />
      <Arrow d="M258 158 C290 120 330 110 368 128" head="M354 96 L372 130 L334 138" />
    </Canvas>
  );
}

export function FaceStill() {
  return (
    <Canvas>
      <Ring />
      <Person x={240} y={176} />
      <path d="M60 150 v80 M84 150 v80 M396 150 v80 M420 150 v80" stroke={act} stroke-width="12" />
    </Canvas>
  );
}

export function FaceTurnLeft() {
  return (
    <Canvas>
      <Person x={260} y={186} turned={-1} />
      <Arrow d="M300 62 C230 20 130 40 96 130" head="M74 94 L94 136 L134 112" />
    </Canvas>
  );
}

export function FaceTurnRight() {
  return (
    <Canvas>
      <Person x={220} y={186} turned={1} />
      <Arrow d="M180 62 C250 20 350 40 384 130" head="M406 94 L386 136 L346 112" />
    </Canvas>
  );
}

export function FaceOther() {
  return (
    <Canvas>
      <Person x={210} y={180} plain />
      <Ring />
      <circle cx="384" cy="104" r="56" fill="#fff2dc" stroke={act} stroke-width="9" />
      <Measure x={384} y={130} text="?" size={76} />
    </Canvas>
  );
}
