package dev.writelane;

/** One native connection, one checkout at a time. */
class SerializedContractTest extends CheckoutContract {
    @Override
    String policy() {
        return "serialized";
    }

    @Override
    boolean oneAtATime() {
        return true;
    }
}
