import { AbsoluteFill, Composition, OffthreadVideo, registerRoot, staticFile, useCurrentFrame } from 'remotion'

/** The picture that the engine draws, by what its edit plan says (`scene`): canvas, meeting picture, round bubble, captions. */
function MeetingVideo({ scene }) {
  const frame = useCurrentFrame()
  const { picture, cornerRadius, background } = scene
  const caption = scene.captions.find(({ start, end }) => frame >= start && frame < end)
  const bubble = scene.bubbles.find(({ start, end }) => frame >= start && frame < end)
  return (
    <AbsoluteFill style={{ background: `linear-gradient(135deg, ${background.from}, ${background.to})`, fontFamily: 'sans-serif' }}>
      <div style={{ position: 'absolute', left: picture.x, top: picture.y, width: picture.width, height: picture.height, borderRadius: cornerRadius, overflow: 'hidden', boxShadow: '0 12px 40px rgba(0,0,0,.38)' }}>
        <OffthreadVideo src={staticFile('source.mp4')} style={{ width: '100%', height: '100%' }} />
      </div>
      {bubble && <Bubble box={scene.bubbleBox} crop={bubble.crop} source={scene.source} />}
      {caption && <Caption lines={caption.lines} />}
    </AbsoluteFill>
  )
}

/** The face: the same picture once more, so large that its crop fills the circle. */
function Bubble({ box, crop, source }) {
  const scale = box.width / crop.width
  return (
    <div style={{ position: 'absolute', left: box.x, top: box.y, width: box.width, height: box.height, borderRadius: '50%', overflow: 'hidden', border: '4px solid #fff', boxSizing: 'border-box' }}>
      <OffthreadVideo muted src={staticFile('source.mp4')} style={{ position: 'absolute', left: -crop.x * scale, top: -crop.y * scale, width: source.width * scale, height: source.height * scale, maxWidth: 'none' }} />
    </div>
  )
}

function Caption({ lines }) {
  return (
    <div style={{ position: 'absolute', left: 0, right: 0, bottom: 43, textAlign: 'center' }}>
      <span style={{ display: 'inline-block', padding: '8px 12px', background: 'rgba(16,16,16,.81)', color: '#fff', fontSize: 36, lineHeight: 1.2, whiteSpace: 'pre' }}>{lines.join('\n')}</span>
    </div>
  )
}

const sizeOf = ({ props: { scene } }) => ({ width: scene.width, height: scene.height, fps: scene.fps, durationInFrames: scene.frames })

registerRoot(() => <Composition id="meeting" component={MeetingVideo} defaultProps={{ scene: null }} calculateMetadata={sizeOf} />)
