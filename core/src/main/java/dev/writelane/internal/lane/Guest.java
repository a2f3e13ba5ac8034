package dev.writelane.internal.lane;

/** How a waiter for the write lane can take part in a transaction that others have open on it. A waiter without one cannot. */
public interface Guest {
    /** Goes on by itself, in a savepoint of its own, on the lane that it is handed. */
    Guest GOES_ON = new Guest() {};

    /** Whose whole work is known, so that whoever holds the lane can do it for them without a change of threads. */
    interface Errand extends Guest {
        /** Called by the thread that will do it, before its owner is told by {@link LaneSet#admit}. */
        void admittedTo(Group group);
    }
}
