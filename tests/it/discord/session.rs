//! A connection from its beginning to its end: what is refused, what is taken up again, what is stopped.

use betwixt::config::{self, Shards};
use betwixt::house::RunError;
use betwixt::platform::PlatformError;

use super::fake::Fake;
use super::living::{Living, adapter, pair, settings};

const REGISTER: &str = "PUT /applications/{application_id}/commands";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_pair_and_it_stops_cleanly() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    tokio::select!{ () = pair(&home) => {}, () = tokio::time::sleep(std::time::Duration::from_secs(4)) => { panic!("{:#?}", fake.asked().iter().map(|a| format!("{a:?}")).collect::<Vec<_>>()) } }
    assert!(living.couple(&home).await.unwrap().is_paired());
    living.stops().await;
    fake.until("the connection is closed", |fake| fake.shards().is_empty().then_some(())).await;
    assert_eq!((home.ana.failures(), home.ben.failures()), (0, 0));
    fake.finish();
}
