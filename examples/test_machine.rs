//! How to test a machine: its path, each place where it may be dropped, each order beside another, and what the tests have reached.
use std::cell::{Cell, RefCell};
use visible_async::driver::{Coverage, Driver, boxed, cancel_at_every_await, interleave, pending_n_times};
use visible_async::{VisibleFuture, assert_states, visible_async};

/// An account, with what was done to it.
#[derive(Default)]
struct Account {
    balance: Cell<u32>,
    log: RefCell<Vec<&'static str>>,
}

/// Says when it is dropped.
struct Open<'a>(&'a Account);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.log.borrow_mut().push("closed");
    }
}

/// Reads the balance, waits, and writes it.
#[visible_async(enum = DepositState)]
async fn deposit(account: &Account, sum: u32) -> u32 {
    let _open = Open(account);
    let balance = account.balance.get();
    if sum > 100 {
        let approve = pending_n_times(1, ());
        approve.await;
    }
    pending_n_times(1, ()).await;
    account.balance.set(balance + sum);
    balance + sum
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let coverage = Coverage::start();

    println!("the path of a small sum");
    let balance = assert_states!(deposit(&Account::default(), 5), [Start, AwaitPendingNTimes, Done]);
    println!("  balance {balance:?}");

    println!("where it waits, and what it holds there");
    let account = Account::default();
    let mut driver = Driver::new(deposit(&account, 500));
    driver.step()?;
    let machine = driver.machine();
    assert!(matches!(machine.state(), DepositState::AwaitApprove));
    println!("  {:?}: balance {}", machine.state(), machine.local::<u32>(DepositState::balance)?);
    driver.run()?;

    println!("dropped at every await");
    let account = Account::default();
    let dropped = cancel_at_every_await(
        || deposit(&account, 500),
        |report| {
            println!("  {}: {:?}", report.state.name, account.log.take());
            assert_eq!(account.balance.get(), 0, "half a deposit: {report}");
        },
    )?;
    println!("  {dropped} places");

    println!("two at once");
    let make = || {
        account.balance.set(0);
        [boxed(deposit(&account, 1)), boxed(deposit(&account, 2))]
    };
    match interleave(1000, make, |_| assert_eq!(account.balance.get(), 3)) {
        Ok(orders) => println!("  {} orders", orders.tried),
        Err(failure) => println!("  {failure}"),
    }

    println!("reached\n{coverage}");
    println!("{}", coverage.lcov());
    Ok(())
}
