// Calls at a resident's page: it rings, somebody answers, talks, and lets in or not.
import { devices, get, post, talk } from "./call.js";

const PAUSE = 2000;
const section = document.querySelector("#calls");
const { form, rings, emergency } = section.dataset;
const panel = section.querySelector(".call");
const talking = section.querySelector("#talk");
const picture = section.querySelector("#picture");
const waiting = new Map();
let current = ""; // the call that the panel shows
let taken = ""; // the call that is answered here
let leave = null;

function line(up) {
  section.querySelector("[data-line=on]").hidden = !up;
  section.querySelector("[data-line=off]").hidden = up;
}

function stop() {
  leave?.();
  leave = null;
  for (const video of talking.querySelectorAll("video")) {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  }
  talking.hidden = picture.hidden = panel.hidden = true;
  current = taken = "";
  next();
}

function show(state) {
  for (const each of panel.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== state;
}

async function next() {
  if (current || !waiting.size) return;
  const [[id, { emergency: urgent }]] = waiting;
  current = id;
  const answer = await get(`/visitor/home/calls/${id}`).catch(() => null);
  if (!answer?.ok) { waiting.delete(id); current = ""; next(); return; }
  const { gate, snapshot } = await answer.json();
  panel.querySelector("h2").textContent = (urgent ? emergency : rings).replace("{gate}", gate);
  panel.classList.toggle("emergency", urgent);
  show("ringing");
  panel.hidden = false;
  panel.querySelector("[data-act=answer]").focus();
  look(id, snapshot);
}

// The picture may come a moment after the ring.
function look(id, there) {
  if (id !== current || leave) return;
  if (there) {
    picture.querySelector("img").src = `/visitor/home/calls/${id}/snapshot`;
    picture.hidden = false;
    return;
  }
  setTimeout(async () => {
    const answer = await get(`/visitor/home/calls/${id}`).catch(() => null);
    if (answer?.ok) look(id, (await answer.json()).snapshot);
  }, PAUSE / 2);
}

async function ask(id) {
  const answer = await post(`/visitor/home/calls/${id}/room`, form).catch(() => null);
  if (!answer) return new Promise((retry) => setTimeout(() => retry(ask(id)), PAUSE));
  return answer.ok ? (await answer.json()).token : null;
}

async function act(what) {
  const id = current;
  if (what === "answer") taken = id; // before others, and so this device, hear that it stops
  const answer = await post(`/visitor/home/calls/${id}/${what}`, form).catch(() => null);
  if (!answer) return;
  waiting.delete(id);
  if (!answer.ok || what !== "answer") { stop(); return; }
  show("answered");
  picture.hidden = true;
  talking.hidden = false;
  panel.querySelector("[data-act=approve]").focus();
  const own = await devices(talking.querySelector(".mine"));
  if (current !== id) { own?.getTracks().forEach((track) => track.stop()); return; }
  const theirs = talking.querySelector(".them");
  leave = talk({ ask: () => ask(id), own, theirs, offers: false, onOver: stop });
}

for (const button of panel.querySelectorAll("[data-act]")) {
  button.addEventListener("click", () => act(button.dataset.act));
}

function listen() {
  const socket = new WebSocket(new URL("/visitor/ring", location.href));
  socket.onopen = () => { socket.send(JSON.stringify({ page: form })); line(true); };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === "ring") { waiting.set(message.call_id, message); next(); }
    if (message.type === "stop") {
      waiting.delete(message.call_id);
      if (message.call_id === current && taken !== current) stop();
    }
  };
  socket.onclose = () => { line(false); setTimeout(listen, PAUSE); };
}

listen();
