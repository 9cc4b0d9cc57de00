// A mail server on this machine that takes every letter and hands it to the test.
import { once } from "node:events";
import { createServer } from "node:net";

/** The text of a letter whose long lines were broken for the way (quoted-printable). */
function decoded(text) {
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(text)) return text;
  return text.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** @returns {Promise<{ url: string, next: () => Promise<{ to: string, text: string }>, stop: () => Promise<void> }>} */
export async function startPostOffice() {
  const letters = [];
  const waiting = [];
  const hand = (letter) => (waiting.length > 0 ? waiting.shift()(letter) : letters.push(letter));
  const server = createServer((socket) => {
    let letter = { to: "", text: "" };
    let writing = false;
    let rest = "";
    socket.setEncoding("utf8").on("error", () => {});
    socket.write("220 post office\r\n");
    socket.on("data", (chunk) => {
      const lines = (rest + chunk).split("\r\n");
      rest = lines.pop();
      for (const line of lines) {
        if (writing && line !== ".") {
          letter.text += `${line}\n`;
        } else if (writing) {
          writing = false;
          hand({ ...letter, text: decoded(letter.text) });
          letter = { to: "", text: "" };
          socket.write("250 taken\r\n");
        } else if (/^DATA/i.test(line)) {
          writing = true;
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(line)) {
          socket.end("221 bye\r\n");
        } else {
          letter.to = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1] ?? letter.to;
          socket.write("250 ok\r\n");
        }
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `smtp://127.0.0.1:${server.address().port}`,
    next: () => (letters.length > 0 ? Promise.resolve(letters.shift()) : new Promise((done) => waiting.push(done))),
    stop: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
