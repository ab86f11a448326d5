/* Runs inside the browser: draws one frame of the meeting on a canvas out of sprites. */
/* global document, window, Image */

const camera = { width: 640, height: 360, pivotX: 320, pivotY: 300 }
const stripTiles = [0, 1, 2, 3].map(row => ({ x: 990, y: 38 + row * 163, width: 276, height: 155 }))
const galleryTiles = [0, 1, 2, 3].map(tile => ({ x: 12 + (tile % 2) * 632, y: 8 + Math.floor(tile / 2) * 356, width: 624, height: 348 }))
const share = { x: 14, y: 82, width: 960, height: 540 }
const font = '"Liberation Sans", Arial, Helvetica, sans-serif'

/** @param sprites {people: [{id, name, layers}], slides: {name: svg}} as SVG text */
window.prepare = async sprites => {
  const canvas = document.createElement('canvas')
  canvas.width = 1280
  canvas.height = 720
  const people = []
  for (const person of sprites.people) people.push({ ...person, layers: await rasterise(person.layers), tile: newCanvas(camera.width, camera.height) })
  window.stage = { canvas, people, slides: await rasterise(sprites.slides) }
}

/** @returns the frame as a JPEG data URL */
window.drawFrame = state => {
  const { canvas, people, slides } = window.stage
  const context = canvas.getContext('2d')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = '#14161b'
  context.fillRect(0, 0, 1280, 720)
  for (const person of people) drawCamera(person, state.poses[person.id])
  const isGallery = state.view === 'gallery'
  if (!isGallery) drawShare(context, state, slides)
  const tiles = isGallery ? galleryTiles : stripTiles
  people.forEach((person, index) => drawTile(context, person, tiles[index], state.active === person.id))
  return canvas.toDataURL('image/jpeg', 0.93)
}

async function rasterise(layers) {
  const images = {}
  for (const [name, svg] of Object.entries(layers)) {
    if (Array.isArray(svg)) images[name] = Object.values(await rasterise({ ...svg }))
    else if (typeof svg === 'object') images[name] = await rasterise(svg)
    else images[name] = await rasteriseOne(svg)
  }
  return images
}

async function rasteriseOne(svg) {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = newCanvas(image.naturalWidth, image.naturalHeight)
  canvas.getContext('2d').drawImage(image, 0, 0)
  return canvas
}

function newCanvas(width, height) {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  return canvas
}

function drawCamera({ layers, tile }, pose) {
  const context = tile.getContext('2d')
  const mouth = layers.mouths[Math.min(layers.mouths.length - 1, Math.round(pose.mouth * layers.mouths.length))]
  const place = (image, x, y, turn) => {
    context.save()
    context.translate(camera.pivotX + x, camera.pivotY + y)
    context.rotate(turn * Math.PI / 180)
    context.drawImage(image, -camera.pivotX, -camera.pivotY)
    context.restore()
  }
  context.drawImage(layers.room, 0, 0)
  place(layers.hairBack, pose.x, pose.y, pose.turn)
  place(layers.body, pose.x * 0.45, pose.y * 0.35, pose.turn * 0.25)
  place(layers.head, pose.x, pose.y, pose.turn)
  for (const image of [layers.features, mouth, layers.eyes[pose.eyes]]) place(image, pose.x + pose.asideX, pose.y + pose.asideY, pose.turn)
  place(layers.front, pose.x + pose.asideX * 0.3, pose.y + pose.asideY * 0.3, pose.turn)
}

function drawTile(context, { name, tile }, box, isActive) {
  context.save()
  rounded(context, box, 10)
  context.clip()
  context.drawImage(tile, box.x, box.y, box.width, box.height)
  context.restore()
  drawLabel(context, name, box, box.width > 400 ? 16 : 12)
  if (!isActive) return
  context.strokeStyle = '#5cc98b'
  context.lineWidth = box.width > 400 ? 4 : 3
  rounded(context, { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 }, 10)
  context.stroke()
}

function drawLabel(context, name, box, size) {
  context.font = `600 ${size}px ${font}`
  const width = context.measureText(name).width + size * 1.2
  const height = size * 1.75
  context.fillStyle = 'rgba(16, 18, 22, 0.72)'
  rounded(context, { x: box.x + 8, y: box.y + box.height - height - 8, width, height }, 5)
  context.fill()
  context.fillStyle = '#fff'
  context.textBaseline = 'middle'
  context.fillText(name, box.x + 8 + size * 0.6, box.y + box.height - 8 - height / 2 + 1)
}

function drawShare(context, state, slides) {
  context.textBaseline = 'middle'
  context.fillStyle = '#e9ecf2'
  context.font = `600 19px ${font}`
  context.fillText('Remote control · concept review', share.x + 4, 44)
  context.fillStyle = '#98a0ae'
  context.font = `15px ${font}`
  context.fillText(state.view === 'clip' ? 'Beth Moore is sharing a clip with sound' : 'Beth Moore is presenting', share.x + 4, 654)
  context.save()
  rounded(context, share, 8)
  context.clip()
  context.drawImage(slides[state.view], share.x, share.y, share.width, share.height)
  context.restore()
  if (state.clipTime !== null) drawTimecode(context, state.clipTime)
  if (state.active !== 'clip' || state.view !== 'clip') return
  context.strokeStyle = '#5cc98b'
  context.lineWidth = 3
  rounded(context, share, 8)
  context.stroke()
}

/** The clip counts 30 frames a second from one hour, as the original does. */
function drawTimecode(context, seconds) {
  const frames = Math.floor(seconds * 30 + 1e-6)
  const two = value => String(value).padStart(2, '0')
  const text = `01:${two(Math.floor(frames / 1800))}:${two(Math.floor(frames / 30) % 60)}:${two(frames % 30)}`
  context.font = '600 34px "DejaVu Sans Mono", "Liberation Mono", monospace'
  context.textBaseline = 'middle'
  context.fillStyle = 'rgba(0, 0, 0, 0.55)'
  rounded(context, { x: share.x + 660, y: share.y + 410, width: 254, height: 52 }, 6)
  context.fill()
  context.fillStyle = '#fff'
  context.fillText(text, share.x + 674, share.y + 437)
  const progress = Math.min(1, seconds / 42.43)
  context.fillStyle = 'rgba(255, 255, 255, 0.3)'
  context.fillRect(share.x + 88, share.y + 503, 760, 5)
  context.fillStyle = '#f5a05a'
  context.fillRect(share.x + 88, share.y + 503, 760 * progress, 5)
}

function rounded(context, { x, y, width, height }, radius) {
  context.beginPath()
  context.roundRect(x, y, width, height, radius)
}
