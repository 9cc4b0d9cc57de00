//! A mail server on this machine that takes every letter and hands it to the test.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A letter as it came.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Whom it is for.
    pub to: String,
    /// Headers and text.
    pub text: String,
}

impl Letter {
    /// The path of the link in it.
    pub fn link(&self) -> String {
        let at = self.text.find("http://127.0.0.1:3000/").unwrap_or_else(|| panic!("no link: {}", self.text));
        let link = self.text[at..].split_whitespace().next().expect("a link");
        link.trim_start_matches("http://127.0.0.1:3000").to_owned()
    }
}

/// A mail server.
pub struct PostOffice {
    /// Its address, as a setting.
    pub url: String,
    letters: UnboundedReceiver<Letter>,
}

impl PostOffice {
    /// Starts one.
    pub async fn start() -> PostOffice {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let (sender, letters) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(take(stream, sender.clone()));
            }
        });
        PostOffice { url, letters }
    }

    /// The next letter.
    pub async fn next(&mut self) -> Letter {
        self.letters.recv().await.expect("a letter")
    }
}

async fn take(stream: TcpStream, letters: UnboundedSender<Letter>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut letter = Letter { to: String::new(), text: String::new() };
    write.write_all(b"220 post office\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer = match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "RCPT" => {
                letter.to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 ok\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    letter.text.push_str(&line);
                    letter.text.push('\n');
                }
                let _ = letters.send(std::mem::replace(&mut letter, Letter { to: String::new(), text: String::new() }));
                "250 taken\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok\r\n",
        };
        write.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}
