package dev.writelane;

/** One native connection that one thread alone touches. */
class SingleThreadContractTest extends CheckoutContract {
    @Override
    String policy() {
        return "single-thread";
    }

    @Override
    boolean oneAtATime() {
        return true;
    }
}
