// The idle kiosk: scanners that type, the camera as a scanner, and a fresh page for the next one.

const IDLE = 60_000;
const FRAME = 400;
const form = document.querySelector("#show");
const field = form.querySelector("input[name=content]");
const button = document.querySelector("#scan");
const finder = document.querySelector("#finder");
const video = finder.querySelector("video");

let idle = 0;
function awake() {
  clearTimeout(idle);
  idle = setTimeout(() => location.replace(location.pathname), IDLE);
}
for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, awake);

// A scanner types wherever the cursor is: what comes without a cursor goes to its field.
addEventListener("keydown", ({ key, ctrlKey, altKey, metaKey }) => {
  const nowhere = document.activeElement === document.body;
  if (nowhere && key.length === 1 && key !== " " && !ctrlKey && !altKey && !metaKey) field.focus();
});

function send(content) {
  field.value = content;
  form.requestSubmit();
}

const own = "BarcodeDetector" in window ? new BarcodeDetector({ formats: ["qr_code"] }) : null;

async function here() {
  const [found] = await own.detect(video);
  return found?.rawValue ?? "";
}

async function atService() {
  const width = 640;
  const height = Math.round((width * video.videoHeight) / video.videoWidth);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(video, 0, 0, width, height);
  const { data } = pen.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i += 1) {
    grey[i] = (data[4 * i] * 77 + data[4 * i + 1] * 151 + data[4 * i + 2] * 28) >> 8;
  }
  const answer = await fetch(`/visitor/kiosk/scan?width=${width}&height=${height}`, {
    method: "POST", headers: { "x-form-token": form.elements.csrf.value }, body: grey,
  });
  return answer.ok ? (await answer.json()).content : "";
}

async function look() {
  const content = video.videoWidth ? await (own ? here() : atService()).catch(() => "") : "";
  if (content) send(content);
  else if (!finder.hidden) setTimeout(look, FRAME);
}

button.hidden = false;
button.addEventListener("click", async () => {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 1280 } });
  } catch {
    document.querySelector("#no-camera").hidden = false;
    return;
  }
  button.hidden = true;
  finder.hidden = false;
  await video.play();
  look();
});
