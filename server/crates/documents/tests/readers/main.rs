//! What is written, as independent readers read it: poppler, qpdf, LibreOffice and an XML parser.

mod hostile;
mod office;
mod packages;
mod pdf;
mod support;
