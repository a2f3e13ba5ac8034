package dev.writelane.attack;

/** Another process that opens the file, adds once and closes it, over and over. */
final class ReopeningProcess {
    private ReopeningProcess() {}

    /** @param arguments file, a policy or {@code stock}, its name, how often */
    public static void main(String[] arguments) throws Exception {
        System.out.println("ready");
        System.in.read();
        for (int i = Integer.parseInt(arguments[3]); i > 0; i--) {
            try (Adder adder = Adder.open(arguments[1], arguments[0])) {
                adder.create();
                adder.add(arguments[2], 1, i);
            }
        }
        System.out.println("done");
    }
}
