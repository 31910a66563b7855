//! Where figures for machines are read.

use std::net::{Ipv4Addr, SocketAddr};

use serde::{Deserialize, Serialize};

/// Where figures for machines are read, apart from where people come in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Metrics {
    /// Whether to offer them.
    pub enabled: bool,
    /// Where to listen. A port that is taken does not keep the portal from starting.
    pub listen: SocketAddr,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { enabled: true, listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 9464)) }
    }
}
