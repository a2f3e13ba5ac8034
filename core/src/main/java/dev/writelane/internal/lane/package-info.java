/** Who may use which native connection now: lanes, the queue in front of them, and the policy that chooses one. */
@org.jspecify.annotations.NullMarked
package dev.writelane.internal.lane;
