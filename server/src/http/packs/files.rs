//! Files of packs. A ZIP is sent while it is made.

use std::io::{self, Write};

use app::error::AppError;
use app::links;
use axum::body::{Body, Bytes};
use axum::response::Response;
use futures_util::stream;
use tokio::sync::mpsc;
use zip::ZipWriter;

use super::{OfPack, leaving};
use crate::export::Place;
use crate::http::files::{drawn, file as sent_as, refuse};
use crate::http::visitor::Visitor;
use crate::packs::{Composed, PackFile, zip as write_zip};

/// Pieces of a file that wait to be sent.
const WAITING: usize = 4;
/// Bytes of a piece.
const PIECE: usize = 64 << 10;

/// The files of a pack: words and address.
pub(super) fn addresses(id: i64) -> Vec<(String, String)> {
    PackFile::ALL.iter().map(|file| (file.name().to_owned(), links::pack_file(id, file.ending()))).collect()
}

/// One file of a pack.
pub async fn file(pack: OfPack) -> Response {
    let Some(kind) = named(&pack.visitor, 4, "pack") else {
        return refuse(&AppError::NotFound);
    };
    let place = leaving(&pack.visitor);
    let link = format!("{}{}", place.site, links::pack_preview(pack.row.id));
    match pack.compose().await {
        Ok(composed) => made(&pack.visitor, kind, composed, place, link).await,
        Err(error) => refuse(&error),
    }
}

/// The kind of file that an address names.
pub(super) fn named(visitor: &Visitor, at: usize, stem: &str) -> Option<PackFile> {
    let (name, ending) = visitor.segment(at).split_once('.')?;
    PackFile::read(ending).filter(|_| name == stem)
}

/// A file of a composed pack.
pub(super) async fn made(
    visitor: &Visitor,
    kind: PackFile,
    composed: Composed,
    place: Place,
    link: String,
) -> Response {
    let desk = &visitor.instance.desk;
    let name = kind.file_name(&composed);
    if kind == PackFile::Zip {
        let hand = match desk.free_hand().await {
            Ok(hand) => hand,
            Err(error) => return refuse(&error),
        };
        let (sender, mut receiver) = mpsc::channel(WAITING);
        tokio::task::spawn_blocking(move || {
            let _hand = hand;
            let pieces = Pieces { sender: sender.clone(), piece: Vec::with_capacity(PIECE) };
            if let Err(error) = write_zip(&composed, &place, &link, ZipWriter::new_stream(pieces)) {
                tracing::error!(error = format!("{error:#}"), "a ZIP could not be finished");
                // The connection breaks off, so that nobody takes half of it for the whole.
                let _ = sender.blocking_send(Err(io::Error::other("the file could not be finished")));
            }
        });
        let body = Body::from_stream(stream::poll_fn(move |context| receiver.poll_recv(context)));
        return sent_as(body, kind.kind(), &name);
    }
    match drawn(desk, move || kind.write(&composed, &place, &link)).await {
        Ok(bytes) => sent_as(bytes, kind.kind(), &name),
        Err(error) => refuse(&error),
    }
}

/// Sends what is written in pieces, and waits where the reader is slow.
struct Pieces {
    sender: mpsc::Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

impl Pieces {
    fn send(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.sender.blocking_send(Ok(piece.into())).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        // What is left; where the reader has gone, so has the need.
        let _ = self.send();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_arrives_whole_and_in_order() -> io::Result<()> {
        let (sender, mut receiver) = mpsc::channel(1_000);
        let mut pieces = Pieces { sender, piece: Vec::new() };
        let sent: Vec<u8> = (0..PIECE * 3 + 17).map(|n| (n % 251) as u8).collect();
        for part in sent.chunks(1_000) {
            pieces.write_all(part)?;
        }
        drop(pieces);
        let mut got = Vec::new();
        while let Ok(piece) = receiver.try_recv() {
            got.extend_from_slice(&piece?);
        }
        assert!(got == sent);
        Ok(())
    }
}
