// A call at the kiosk: the room, the picture if the visitor agreed, and what became of it.
import { devices, get, post, talk } from "./call.js";

const EXPOSURE = 500; // a camera's first pictures are dark
const call = document.querySelector("#call");
const { call: path, form, here, picture } = call.dataset;
const mine = call.querySelector(".mine");

function show(state) {
  for (const each of call.querySelectorAll("[data-when]")) {
    each.hidden = each.dataset.when !== state;
  }
}

async function look() {
  const answer = await get(`${path}/state`).catch(() => null);
  if (!answer) return;
  if (!answer.ok) { location.replace(here); return; }
  const { state } = await answer.json();
  if (state === "ringing" || state === "placed") show("ringing");
  else if (state === "answered") show("answered");
  else location.replace(here);
}

async function ask() {
  const answer = await post(`${path}/room`, form).catch(() => null);
  if (!answer) return new Promise((retry) => setTimeout(() => retry(ask()), 1000));
  return answer.ok ? (await answer.json()).token : null;
}

async function snapshot() {
  if (mine.readyState < 2) await new Promise((ready) => { mine.onloadeddata = ready; });
  await new Promise((seen) => setTimeout(seen, EXPOSURE));
  const canvas = document.createElement("canvas");
  canvas.width = 320;
  canvas.height = 240;
  canvas.getContext("2d").drawImage(mine, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((jpeg) => post(`${path}/snapshot`, form, jpeg), "image/jpeg", 0.7);
}

setInterval(look, 1000);
const own = await devices(mine);
if (picture && own?.getVideoTracks().length) snapshot();
talk({ ask, own, theirs: call.querySelector(".them"), offers: true, onOver: look });
