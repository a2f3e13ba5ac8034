package dev.writelane;

/** Several native connections that read and write, one for each checkout. */
class PooledContractTest extends CheckoutContract {
    @Override
    String policy() {
        return "pooled";
    }

    @Override
    boolean oneAtATime() {
        return false;
    }
}
