// One end of a call: own camera and microphone, the other side's picture, and what both say to
// each other through the service's room on the way there.

const PAUSE = 250;
const STILL_HERE = 20_000;

export async function devices(video) {
  for (const wish of [{ video: { width: 640, height: 480 }, audio: true }, { audio: true }]) {
    try {
      const own = await navigator.mediaDevices.getUserMedia(wish);
      video.srcObject = own;
      return own;
    } catch {
      // Without a camera people still hear, and without both they still see.
    }
  }
  video.hidden = true;
  return null;
}

// `ask` gets a token for the room, or null when the call is over. The kiosk's end offers.
export function talk({ ask, own, theirs, offers, onOver }) {
  let socket = null;
  let peer = null;
  let over = false;

  function leave() {
    over = true;
    socket?.close();
    peer?.close();
  }

  const say = (message) => socket.send(JSON.stringify(message));

  function connect(servers) {
    peer?.close();
    peer = new RTCPeerConnection({ iceServers: servers });
    for (const track of own?.getTracks() ?? []) peer.addTrack(track, own);
    const sent = new Set(own?.getTracks().map((track) => track.kind));
    for (const kind of offers ? ["audio", "video"] : []) {
      if (!sent.has(kind)) peer.addTransceiver(kind, { direction: "recvonly" });
    }
    peer.ontrack = ({ streams }) => { theirs.srcObject = streams[0]; };
    peer.onicecandidate = ({ candidate }) => candidate && say({ type: "candidate", candidate });
    peer.onconnectionstatechange = () => { theirs.dataset.state = peer?.connectionState ?? ""; };
  }

  async function offer() {
    await peer.setLocalDescription(await peer.createOffer());
    say({ type: "offer", sdp: peer.localDescription.sdp });
  }

  let servers = [];
  const heard = {
    welcome: (message) => { servers = message.ice_servers; },
    joined: async () => { connect(servers); if (offers) await offer(); },
    offer: async ({ sdp }) => {
      if (!peer) connect(servers);
      await peer.setRemoteDescription({ type: "offer", sdp });
      await peer.setLocalDescription(await peer.createAnswer());
      say({ type: "answer", sdp: peer.localDescription.sdp });
    },
    answer: ({ sdp }) => peer.setRemoteDescription({ type: "answer", sdp }),
    candidate: ({ candidate }) => peer?.addIceCandidate(candidate),
  };

  async function join() {
    const token = over ? null : await ask();
    if (!token) {
      if (!over) { leave(); onOver(); }
      return;
    }
    socket = new WebSocket(new URL("/visitor/room", location.href));
    let turn = Promise.resolve();
    socket.onopen = () => {
      say({ token });
      // The room puts out who says nothing for a minute.
      const still = setInterval(() => say({ type: "still-here" }), STILL_HERE);
      socket.addEventListener("close", () => clearInterval(still));
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      // In order: a candidate counts once the description before it does.
      turn = turn.then(() => heard[message.type]?.(message)).catch(() => {});
    };
    socket.onclose = () => setTimeout(join, over ? 0 : PAUSE);
  }

  join();
  return leave;
}

async function send(path, options) {
  const answer = await fetch(path, { redirect: "manual", ...options });
  if (answer.type === "opaqueredirect") location.reload(); // signed out: the page says so
  return answer;
}

export const get = (path) => send(path, {});
export const post = (path, form, body) =>
  send(path, { method: "POST", headers: { "x-form-token": form }, body });
