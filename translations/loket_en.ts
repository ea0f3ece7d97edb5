<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AmountText</name>
    <message>
        <source>%1m</source>
        <comment>nominal in millions, as short as can be</comment>
        <translation>%1m</translation>
    </message>
    <message>
        <source>%1k</source>
        <comment>nominal in thousands, as short as can be</comment>
        <translation>%1k</translation>
    </message>
</context>
<context>
    <name>CashOutText</name>
    <message>
        <source>Asking for the code</source>
        <translation>Asking for the code</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>Being checked</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Expired</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>PAID</source>
        <translation>PAID</translation>
    </message>
    <message>
        <source>Not paid</source>
        <translation>Not paid</translation>
    </message>
    <message>
        <source>Cash given</source>
        <translation>Cash given</translation>
    </message>
    <message>
        <source>The bank is asked for a code. Give no cash yet.</source>
        <translation>The bank is asked for a code. Give no cash yet.</translation>
    </message>
    <message>
        <source>The bank has not answered. It is being checked: do not repeat this, and give no cash yet.</source>
        <translation>The bank has not answered. It is being checked: do not repeat this, and give no cash yet.</translation>
    </message>
    <message>
        <source>Nobody has paid in time. The bank is asked a little longer; give no cash, make a new code.</source>
        <translation>Nobody has paid in time. The bank is asked a little longer; give no cash, make a new code.</translation>
    </message>
    <message>
        <source>The customer scans the code. The bank says when it is paid; give no cash before.</source>
        <translation>The customer scans the code. The bank says when it is paid; give no cash before.</translation>
    </message>
    <message>
        <source>The cash was given at %1. Do not give it again.</source>
        <translation>The cash was given at %1. Do not give it again.</translation>
    </message>
    <message>
        <source>The bank&apos;s statement does not show this money any more. Give no cash.</source>
        <translation>The bank&apos;s statement does not show this money any more. Give no cash.</translation>
    </message>
    <message>
        <source>Type the customer&apos;s number in digits.</source>
        <translation>Type the customer&apos;s number in digits.</translation>
    </message>
    <message>
        <source>The bank does not answer. Give no cash; try again when it does.</source>
        <translation>The bank does not answer. Give no cash; try again when it does.</translation>
    </message>
    <message>
        <source>The bank refuses. Give no cash.</source>
        <translation>The bank refuses. Give no cash.</translation>
    </message>
    <message>
        <source>The bank asks for a pause. Try again in a minute.</source>
        <translation>The bank asks for a pause. Try again in a minute.</translation>
    </message>
    <message>
        <source>The bank says that the money has arrived.</source>
        <translation>The bank says that the money has arrived.</translation>
    </message>
    <message>
        <source>No money has arrived: give no cash.</source>
        <translation>No money has arrived: give no cash.</translation>
    </message>
    <message>
        <source>This money is not there to be given: it belongs to a code or password, or arrived more than three days ago.</source>
        <translation>This money is not there to be given: it belongs to a code or password, or arrived more than three days ago.</translation>
    </message>
    <message>
        <source>The password is wrong</source>
        <translation>The password is wrong</translation>
    </message>
    <message>
        <source>The password is too old: the customer asks for a new one</source>
        <translation>The password is too old: the customer asks for a new one</translation>
    </message>
    <message>
        <source>The password is blocked</source>
        <translation>The password is blocked</translation>
    </message>
    <message>
        <source>The customer has to ask for a password first</source>
        <translation>The customer has to ask for a password first</translation>
    </message>
    <message>
        <source>The customer has too little money</source>
        <translation>The customer has too little money</translation>
    </message>
    <message>
        <source>Nobody has paid in time. Give no cash. If the customer says that he has paid, ask the bank once more.</source>
        <translation>Nobody has paid in time. Give no cash. If the customer says that he has paid, ask the bank once more.</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Sold</translation>
    </message>
    <message>
        <source>It has paid a sale at %1: give no cash for it.</source>
        <translation>It has paid a sale at %1: give no cash for it.</translation>
    </message>
    <message>
        <source>The money has arrived and is about to pay for the sale: give no cash.</source>
        <translation>The money has arrived and is about to pay for the sale: give no cash.</translation>
    </message>
    <message>
        <source>The bank says that the money has arrived. It was for a sale that was not made.</source>
        <translation>The bank says that the money has arrived. It was for a sale that was not made.</translation>
    </message>
    <message>
        <source>Paid, not sold</source>
        <translation>Paid, not sold</translation>
    </message>
    <message>
        <source>The bank is asked for a code.</source>
        <translation>The bank is asked for a code.</translation>
    </message>
    <message>
        <source>Nobody has paid in time, and nothing was sold. Go back and take cash, or make a new code.</source>
        <translation>Nobody has paid in time, and nothing was sold. Go back and take cash, or make a new code.</translation>
    </message>
    <message>
        <source>The customer scans the code. It is sold when the bank says that the money is there, not before.</source>
        <translation>The customer scans the code. It is sold when the bank says that the money is there, not before.</translation>
    </message>
    <message>
        <source>The money has arrived. The bank&apos;s statement is looked at, then it is sold by itself.</source>
        <translation>The money has arrived. The bank&apos;s statement is looked at, then it is sold by itself.</translation>
    </message>
    <message>
        <source>The customer&apos;s money has arrived and nothing was sold: give it back as cash on the cash-out page.</source>
        <translation>The customer&apos;s money has arrived and nothing was sold: give it back as cash on the cash-out page.</translation>
    </message>
    <message>
        <source>No money has arrived, and nothing was sold.</source>
        <translation>No money has arrived, and nothing was sold.</translation>
    </message>
    <message>
        <source>The money has arrived, and it is sold.</source>
        <translation>The money has arrived, and it is sold.</translation>
    </message>
</context>
<context>
    <name>ComplaintText</name>
    <message>
        <source>Solved: it works now</source>
        <translation>Solved: it works now</translation>
    </message>
    <message>
        <source>The customer has the money back</source>
        <translation>The customer has the money back</translation>
    </message>
    <message>
        <source>Nothing was wrong</source>
        <translation>Nothing was wrong</translation>
    </message>
    <message>
        <source>open</source>
        <translation>open</translation>
    </message>
    <message>
        <source>closed, solved</source>
        <translation>closed, solved</translation>
    </message>
    <message>
        <source>closed, money back</source>
        <translation>closed, money back</translation>
    </message>
    <message>
        <source>closed, nothing wrong</source>
        <translation>closed, nothing wrong</translation>
    </message>
    <message>
        <source>the customer says</source>
        <translation>the customer says</translation>
    </message>
    <message>
        <source>Phone %1</source>
        <translation>Phone %1</translation>
    </message>
    <message>
        <source>Write it down in a few words first.</source>
        <translation>Write it down in a few words first.</translation>
    </message>
    <message>
        <source>How to reach the customer: at most 60 letters.</source>
        <translation>How to reach the customer: at most 60 letters.</translation>
    </message>
    <message>
        <source>At most 240 letters at once. Write the rest as another note.</source>
        <translation>At most 240 letters at once. Write the rest as another note.</translation>
    </message>
    <message>
        <source>It was closed meanwhile.</source>
        <translation>It was closed meanwhile.</translation>
    </message>
    <message>
        <source>A complaint is open already.</source>
        <translation>A complaint is open already.</translation>
    </message>
</context>
<context>
    <name>CounterText</name>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Bill</source>
        <translation>Bill</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>admin %1</source>
        <translation>admin %1</translation>
    </message>
    <message>
        <source>service %1</source>
        <translation>service %1</translation>
    </message>
    <message>
        <source>through %1</source>
        <translation>through %1</translation>
    </message>
    <message>
        <source>deposit: paid when the network is back</source>
        <translation>deposit: paid when the network is back</translation>
    </message>
    <message>
        <source>cheapest of %1 suppliers</source>
        <translation>cheapest of %1 suppliers</translation>
    </message>
    <message>
        <source>best of %1 suppliers now</source>
        <translation>best of %1 suppliers now</translation>
    </message>
    <message>
        <source>Last time %1 %2, %3</source>
        <translation>Last time %1 %2, %3</translation>
    </message>
    <message>
        <source>number asked next</source>
        <translation>number asked next</translation>
    </message>
    <message>
        <source>Still being processed since %1: %2. Do not repeat it, wait for the result.</source>
        <translation>Still being processed since %1: %2. Do not repeat it, wait for the result.</translation>
    </message>
    <message>
        <source>Already bought today at %1 (%2). If the customer wants another one, press Ctrl+Enter.</source>
        <translation>Already bought today at %1 (%2). If the customer wants another one, press Ctrl+Enter.</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Offline %1</source>
        <translation>Offline %1</translation>
    </message>
    <message>
        <source>Queue empty</source>
        <translation>Queue empty</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 waiting</translation>
    </message>
    <message>
        <source>No network.</source>
        <translation>No network.</translation>
    </message>
    <message>
        <source>No network since %1.</source>
        <translation>No network since %1.</translation>
    </message>
    <message>
        <source>The limit for deposits is reached. Still possible: history, reprints.</source>
        <translation>The limit for deposits is reached. Still possible: history, reprints.</translation>
    </message>
    <message>
        <source>Still possible: take deposits up to %1 (%2 left), see history, reprint.</source>
        <translation>Still possible: take deposits up to %1 (%2 left), see history, reprint.</translation>
    </message>
    <message>
        <source>%1 cannot be reached since %2. Everything else sells as usual.</source>
        <translation>%1 cannot be reached since %2. Everything else sells as usual.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 slow, says %2. Set it, or payments will be refused.</source>
        <translation>This computer&apos;s clock is %1 slow, says %2. Set it, or payments will be refused.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 fast, says %2. Set it, or payments will be refused.</source>
        <translation>This computer&apos;s clock is %1 fast, says %2. Set it, or payments will be refused.</translation>
    </message>
    <message>
        <source>E-mail account</source>
        <translation>E-mail account</translation>
    </message>
    <message>
        <source>Time stamp</source>
        <translation>Time stamp</translation>
    </message>
    <message>
        <source>For a day the journal has had no time stamp: Shift+F10 shows why</source>
        <translation>For a day the journal has had no time stamp: Shift+F10 shows why</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is more than a day from the time that was stamped: set the clock right</source>
        <translation>This computer&apos;s clock is more than a day from the time that was stamped: set the clock right</translation>
    </message>
    <message>
        <source>The last message could not be sent: %1</source>
        <translation>The last message could not be sent: %1</translation>
    </message>
    <message>
        <source>Clock of %1</source>
        <translation>Clock of %1</translation>
    </message>
    <message>
        <source>Trying again now</source>
        <translation>Trying again now</translation>
    </message>
    <message>
        <source>Trying again in %1</source>
        <translation>Trying again in %1</translation>
    </message>
    <message numerus="yes">
        <source>TODAY · %1 sales · profit %2</source>
        <translation>
            <numerusform>TODAY · %1 sale · profit %2</numerusform>
            <numerusform>TODAY · %1 sales · profit %2</numerusform>
        </translation>
    </message>
    <message>
        <source>No printer set: nothing was printed</source>
        <translation>No printer set: nothing was printed</translation>
    </message>
    <message>
        <source>Waiting for the printer</source>
        <translation>Waiting for the printer</translation>
    </message>
    <message>
        <source>Copy %1 sent to the printer</source>
        <translation>Copy %1 sent to the printer</translation>
    </message>
    <message>
        <source>Receipt sent to the printer</source>
        <translation>Receipt sent to the printer</translation>
    </message>
    <message>
        <source>Not printed. Check paper and cable</source>
        <translation>Not printed. Check paper and cable</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Clock</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>Encrypted database</source>
        <translation>Encrypted database</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>%1, last time %2</source>
        <translation>%1, last time %2</translation>
    </message>
    <message>
        <source>Float unknown</source>
        <translation>Float unknown</translation>
    </message>
    <message>
        <source>Float %1</source>
        <translation>Float %1</translation>
    </message>
    <message>
        <source>%1 does not answer as it should. %2.</source>
        <translation>%1 does not answer as it should. %2.</translation>
    </message>
    <message>
        <source>%1, since %2.</source>
        <translation>%1, since %2.</translation>
    </message>
    <message>
        <source>Copy %1 printed</source>
        <translation>Copy %1 printed</translation>
    </message>
    <message>
        <source>Receipt printed</source>
        <translation>Receipt printed</translation>
    </message>
    <message>
        <source>May have come out: look before printing again</source>
        <translation>May have come out: look before printing again</translation>
    </message>
    <message>
        <source>Came out, as somebody saw</source>
        <translation>Came out, as somebody saw</translation>
    </message>
    <message>
        <source>Not printed, and not needed</source>
        <translation>Not printed, and not needed</translation>
    </message>
    <message>
        <source>Restored from the backup of %1: what was sold since is not here · %2 to look up</source>
        <translation>Restored from the backup of %1: what was sold since is not here · %2 to look up</translation>
    </message>
    <message>
        <source>None is set: F6 chooses one.</source>
        <translation>None is set: F6 chooses one.</translation>
    </message>
    <message>
        <source>Its address is none of a printer: F6 shows the printers here.</source>
        <translation>Its address is none of a printer: F6 shows the printers here.</translation>
    </message>
    <message>
        <source>Not plugged in: check cable and power.</source>
        <translation>Not plugged in: check cable and power.</translation>
    </message>
    <message>
        <source>This computer does not let us use it: ask whoever set it up.</source>
        <translation>This computer does not let us use it: ask whoever set it up.</translation>
    </message>
    <message>
        <source>Something else has its address: F6 shows the printers here.</source>
        <translation>Something else has its address: F6 shows the printers here.</translation>
    </message>
    <message>
        <source>It is busy just now. Look again in a moment.</source>
        <translation>It is busy just now. Look again in a moment.</translation>
    </message>
    <message>
        <source>The device there takes no paper of ours: is it the printer?</source>
        <translation>The device there takes no paper of ours: is it the printer?</translation>
    </message>
    <message>
        <source>Nobody answers there: is it on, and in this network?</source>
        <translation>Nobody answers there: is it on, and in this network?</translation>
    </message>
    <message>
        <source>No device has that name: F6 sets another address.</source>
        <translation>No device has that name: F6 sets another address.</translation>
    </message>
    <message>
        <source>It hangs up at once: switch it off and on.</source>
        <translation>It hangs up at once: switch it off and on.</translation>
    </message>
    <message>
        <source>It is there and says nothing: is it switched on?</source>
        <translation>It is there and says nothing: is it switched on?</translation>
    </message>
    <message>
        <source>Out of paper: put a new roll in.</source>
        <translation>Out of paper: put a new roll in.</translation>
    </message>
    <message>
        <source>The cover is open: close it.</source>
        <translation>The cover is open: close it.</translation>
    </message>
    <message>
        <source>It tells of an error: look at its lamp, switch it off and on.</source>
        <translation>It tells of an error: look at its lamp, switch it off and on.</translation>
    </message>
    <message>
        <source>It says that it does not print now: press its feed button.</source>
        <translation>It says that it does not print now: press its feed button.</translation>
    </message>
    <message>
        <source>The computer&apos;s print service does not answer: start the computer again.</source>
        <translation>The computer&apos;s print service does not answer: start the computer again.</translation>
    </message>
    <message>
        <source>The print service does not know it: F6 shows the printers here.</source>
        <translation>The print service does not know it: F6 shows the printers here.</translation>
    </message>
    <message>
        <source>The print service has stopped it: start it in the computer&apos;s printer settings.</source>
        <translation>The print service has stopped it: start it in the computer&apos;s printer settings.</translation>
    </message>
    <message>
        <source>It cannot be used now: check cable, power and paper.</source>
        <translation>It cannot be used now: check cable, power and paper.</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>What was written down has been changed since it was signed</source>
        <translation>What was written down has been changed since it was signed</translation>
    </message>
    <message>
        <source>Witnesses</source>
        <translation>Witnesses</translation>
    </message>
    <message>
        <source>For a day the journal has not been witnessed: Shift+F10 shows why</source>
        <translation>For a day the journal has not been witnessed: Shift+F10 shows why</translation>
    </message>
    <message>
        <source>A witness answers what cannot be true: Shift+F10 shows which</source>
        <translation>A witness answers what cannot be true: Shift+F10 shows which</translation>
    </message>
    <message>
        <source>This shop&apos;s data is older than what a witness has seen, or a second copy of it is in use</source>
        <translation>This shop&apos;s data is older than what a witness has seen, or a second copy of it is in use</translation>
    </message>
    <message>
        <source>This computer&apos;s key</source>
        <translation>This computer&apos;s key</translation>
    </message>
    <message>
        <source>Owner&apos;s PIN</source>
        <translation>Owner&apos;s PIN</translation>
    </message>
    <message>
        <source>The absent owner&apos;s code</source>
        <translation>The absent owner&apos;s code</translation>
    </message>
    <message>
        <source>Older keys were put in place of this shop&apos;s: PINs of then open it. Look through the people, and give everybody a new PIN</source>
        <translation>Older keys were put in place of this shop&apos;s: PINs of then open it. Look through the people, and give everybody a new PIN</translation>
    </message>
    <message>
        <source>Made new by the recovery code alone, while this computer&apos;s key was missing. If it was not the owner: change PIN and code</source>
        <translation>Made new by the recovery code alone, while this computer&apos;s key was missing. If it was not the owner: change PIN and code</translation>
    </message>
    <message>
        <source>In the security chip (TPM): a stolen disk opens nothing. With the whole computer, PINs can be tried.</source>
        <translation>In the security chip (TPM): a stolen disk opens nothing. With the whole computer, PINs can be tried.</translation>
    </message>
    <message>
        <source>In a file of this shop: whoever steals the computer or its disk can try PINs. Encrypt the disk.</source>
        <translation>In a file of this shop: whoever steals the computer or its disk can try PINs. Encrypt the disk.</translation>
    </message>
    <message>
        <source>In this account&apos;s keychain: a copy of the shop&apos;s files opens nothing. Whoever has the disk needs the account&apos;s password.</source>
        <translation>In this account&apos;s keychain: a copy of the shop&apos;s files opens nothing. Whoever has the disk needs the account&apos;s password.</translation>
    </message>
    <message>
        <source>Second proof</source>
        <translation>Second proof</translation>
    </message>
    <message>
        <source>Neither goods nor a family of goods here, so nothing is asked for: %1. Correct the names in the configuration</source>
        <translation>Neither goods nor a family of goods here, so nothing is asked for: %1. Correct the names in the configuration</translation>
    </message>
    <message>
        <source>Still waiting for a witness: Shift+F10 shows why</source>
        <translation>Still waiting for a witness: Shift+F10 shows why</translation>
    </message>
    <message>
        <source>Price lists</source>
        <translation>Price lists</translation>
    </message>
    <message>
        <source>Second journal</source>
        <translation>Second journal</translation>
    </message>
    <message>
        <source>Not signed yet</source>
        <translation>Not signed yet</translation>
    </message>
    <message>
        <source>Signed up to entry %1, %2</source>
        <translation>Signed up to entry %1, %2</translation>
    </message>
    <message>
        <source>No witness has seen it yet</source>
        <translation>No witness has seen it yet</translation>
    </message>
    <message>
        <source>Witnessed up to entry %1, %2</source>
        <translation>Witnessed up to entry %1, %2</translation>
    </message>
    <message>
        <source>No time stamp yet</source>
        <translation>No time stamp yet</translation>
    </message>
    <message>
        <source>Stamped up to entry %1, %2</source>
        <translation>Stamped up to entry %1, %2</translation>
    </message>
    <message>
        <source>the same as here</source>
        <translation>the same as here</translation>
    </message>
    <message>
        <source>%1 s ahead of this computer&apos;s</source>
        <translation>%1 s ahead of this computer&apos;s</translation>
    </message>
    <message>
        <source>%1 s behind this computer&apos;s</source>
        <translation>%1 s behind this computer&apos;s</translation>
    </message>
    <message>
        <source>%1, and set as it must be</source>
        <translation>%1, and set as it must be</translation>
    </message>
    <message>
        <source>People with a PIN here: %1</source>
        <translation>People with a PIN here: %1</translation>
    </message>
    <message>
        <source>Set up: it stands in for the second person.</source>
        <translation>Set up: it stands in for the second person.</translation>
    </message>
    <message>
        <source>Not set up: an owner who is alone needs the PIN only (Shift+F8).</source>
        <translation>Not set up: an owner who is alone needs the PIN only (Shift+F8).</translation>
    </message>
    <message>
        <source>People with a PIN here: %1. Something is left to do for them: loketctl doctor says what</source>
        <translation>People with a PIN here: %1. Something is left to do for them: loketctl doctor says what</translation>
    </message>
    <message>
        <source>All of it once more: %1 MB</source>
        <translation>All of it once more: %1 MB</translation>
    </message>
    <message>
        <source>A damaged file was put aside and is still here: call for help</source>
        <translation>A damaged file was put aside and is still here: call for help</translation>
    </message>
    <message>
        <source>%1 MB free</source>
        <translation>%1 MB free</translation>
    </message>
    <message>
        <source>%1 GB free</source>
        <translation>%1 GB free</translation>
    </message>
    <message>
        <source>None yet: F5 and then F6 ask the suppliers</source>
        <translation>None yet: F5 and then F6 ask the suppliers</translation>
    </message>
    <message>
        <source>Goods: %1</source>
        <translation>Goods: %1</translation>
    </message>
    <message>
        <source>Nothing heard yet</source>
        <translation>Nothing heard yet</translation>
    </message>
    <message>
        <source>Deposit %1, %2</source>
        <translation>Deposit %1, %2</translation>
    </message>
    <message>
        <source>%1 waiting, and no account to send them from</source>
        <translation>%1 waiting, and no account to send them from</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>Nothing is waiting</translation>
    </message>
</context>
<context>
    <name>CounterWindow</name>
    <message>
        <source>Sell</source>
        <translation>Sell</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Queue</translation>
    </message>
    <message>
        <source>History</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Cash</translation>
    </message>
    <message>
        <source>The configuration file of your bank or aggregator</source>
        <translation>The configuration file of your bank or aggregator</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Customers</translation>
    </message>
    <message>
        <source>Deposit</source>
        <translation>Deposit</translation>
    </message>
    <message>
        <source>Reconcile</source>
        <translation>Reconcile</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Groups</translation>
    </message>
    <message>
        <source>The backup that the shop is made of</source>
        <translation>The backup that the shop is made of</translation>
    </message>
</context>
<context>
    <name>CustomerText</name>
    <message>
        <source>Phone</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>PLN meter</source>
        <translation>PLN meter</translation>
    </message>
    <message>
        <source>PLN customer ID</source>
        <translation>PLN customer ID</translation>
    </message>
    <message>
        <source>E-money</source>
        <translation>E-money</translation>
    </message>
    <message>
        <source>Game</source>
        <translation>Game</translation>
    </message>
    <message>
        <source>Water (PDAM)</source>
        <translation>Water (PDAM)</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>Internet</translation>
    </message>
    <message>
        <source>BPJS</source>
        <translation>BPJS</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>TV</source>
        <translation>TV</translation>
    </message>
    <message>
        <source>Instalments</source>
        <translation>Instalments</translation>
    </message>
    <message>
        <source>Land tax</source>
        <translation>Land tax</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Plate</translation>
    </message>
    <message>
        <source>Bank account</source>
        <translation>Bank account</translation>
    </message>
    <message>
        <source>Virtual account</source>
        <translation>Virtual account</translation>
    </message>
    <message>
        <source>Other number</source>
        <translation>Other number</translation>
    </message>
    <message>
        <source>no number yet</source>
        <translation>no number yet</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 more</translation>
    </message>
    <message>
        <source>1 customer</source>
        <translation>1 customer</translation>
    </message>
    <message>
        <source>%1 customers</source>
        <translation>%1 customers</translation>
    </message>
    <message>
        <source>It may be kept already. Open Loket again and look before you repeat it.</source>
        <translation>It may be kept already. Open Loket again and look before you repeat it.</translation>
    </message>
    <message>
        <source>There is a customer with this name already. Add something that tells them apart: RT 3, the workshop.</source>
        <translation>There is a customer with this name already. Add something that tells them apart: RT 3, the workshop.</translation>
    </message>
    <message>
        <source>The note is too long. Keep it short.</source>
        <translation>The note is too long. Keep it short.</translation>
    </message>
    <message>
        <source>Type the customer&apos;s name, at most 60 letters.</source>
        <translation>Type the customer&apos;s name, at most 60 letters.</translation>
    </message>
    <message>
        <source>One of the numbers stands in another customer&apos;s name.</source>
        <translation>One of the numbers stands in another customer&apos;s name.</translation>
    </message>
    <message>
        <source>A customer has at most 20 numbers.</source>
        <translation>A customer has at most 20 numbers.</translation>
    </message>
    <message>
        <source>A number has 4 to 24 digits. Count them again.</source>
        <translation>A number has 4 to 24 digits. Count them again.</translation>
    </message>
    <message>
        <source>This customer still owes something. Take the money first.</source>
        <translation>This customer still owes something. Take the money first.</translation>
    </message>
    <message>
        <source>That is not there any more.</source>
        <translation>That is not there any more.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>New</translation>
    </message>
    <message>
        <source>More numbers</source>
        <translation>More numbers</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>Already there</translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation>Not usable</translation>
    </message>
    <message>
        <source>the name is missing</source>
        <translation>the name is missing</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>the name is too long</translation>
    </message>
    <message>
        <source>the number is missing</source>
        <translation>the number is missing</translation>
    </message>
    <message>
        <source>not a number that can be sold to</source>
        <translation>not a number that can be sold to</translation>
    </message>
    <message>
        <source>a number of another country</source>
        <translation>a number of another country</translation>
    </message>
    <message>
        <source>rounded by the spreadsheet: make the column text and export again</source>
        <translation>rounded by the spreadsheet: make the column text and export again</translation>
    </message>
    <message>
        <source>more than 20 numbers for one customer</source>
        <translation>more than 20 numbers for one customer</translation>
    </message>
    <message>
        <source>a quotation mark is not closed</source>
        <translation>a quotation mark is not closed</translation>
    </message>
    <message>
        <source>There is no customer in this file.</source>
        <translation>There is no customer in this file.</translation>
    </message>
    <message>
        <source>This is no contacts file. Export it again as vCard (.vcf) or CSV.</source>
        <translation>This is no contacts file. Export it again as vCard (.vcf) or CSV.</translation>
    </message>
    <message>
        <source>This file is longer than 16 MB. Divide it, and import the parts.</source>
        <translation>This file is longer than 16 MB. Divide it, and import the parts.</translation>
    </message>
    <message>
        <source>More than 20.000 customers are in this file. Divide it, and import the parts.</source>
        <translation>More than 20.000 customers are in this file. Divide it, and import the parts.</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 new</translation>
    </message>
    <message>
        <source>%1 with more numbers</source>
        <translation>%1 with more numbers</translation>
    </message>
    <message>
        <source>%1 already there</source>
        <translation>%1 already there</translation>
    </message>
    <message>
        <source>%1 not usable</source>
        <translation>%1 not usable</translation>
    </message>
    <message>
        <source>Everything in the file was there already.</source>
        <translation>Everything in the file was there already.</translation>
    </message>
    <message>
        <source>Kept: %1</source>
        <translation>Kept: %1</translation>
    </message>
</context>
<context>
    <name>Doors</name>
    <message>
        <source>PLN token &amp; bill</source>
        <translation>PLN token &amp; bill</translation>
    </message>
    <message>
        <source>type the meter number</source>
        <translation>type the meter number</translation>
    </message>
    <message>
        <source>Credit, data, e-money</source>
        <translation>Credit, data, e-money</translation>
    </message>
    <message>
        <source>type the phone number</source>
        <translation>type the phone number</translation>
    </message>
    <message>
        <source>BPJS</source>
        <translation>BPJS</translation>
    </message>
    <message>
        <source>13 or 16 digits</source>
        <translation>13 or 16 digits</translation>
    </message>
    <message>
        <source>Water &amp; gas</source>
        <translation>Water &amp; gas</translation>
    </message>
    <message>
        <source>choose the region</source>
        <translation>choose the region</translation>
    </message>
    <message>
        <source>Deposit &amp; transfer</source>
        <translation>Deposit &amp; transfer</translation>
    </message>
    <message>
        <source>bank + account</source>
        <translation>bank + account</translation>
    </message>
    <message>
        <source>Internet, TV, others</source>
        <translation>Internet, TV, others</translation>
    </message>
    <message>
        <source>customer number</source>
        <translation>customer number</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>That is not a mobile number: it starts with 08 and has 10 to 13 digits.</source>
        <translation>That is not a mobile number: it starts with 08 and has 10 to 13 digits.</translation>
    </message>
    <message>
        <source>A PLN number has 11 digits (meter) or 12 digits (customer ID). Count them again.</source>
        <translation>A PLN number has 11 digits (meter) or 12 digits (customer ID). Count them again.</translation>
    </message>
    <message>
        <source>A BPJS number has 13 or 16 digits. Count them again.</source>
        <translation>A BPJS number has 13 or 16 digits. Count them again.</translation>
    </message>
    <message>
        <source>An account number has 8 to 19 digits. Count them again.</source>
        <translation>An account number has 8 to 19 digits. Count them again.</translation>
    </message>
    <message>
        <source>Type the customer&apos;s number first.</source>
        <translation>Type the customer&apos;s number first.</translation>
    </message>
    <message>
        <source>There is a letter in the number. Type digits only.</source>
        <translation>There is a letter in the number. Type digits only.</translation>
    </message>
    <message>
        <source>The number does not fit this product. Check it with the customer.</source>
        <translation>The number does not fit this product. Check it with the customer.</translation>
    </message>
    <message>
        <source>This request makes no sense to the program. Start again.</source>
        <translation>This request makes no sense to the program. Start again.</translation>
    </message>
    <message>
        <source>The settings have a mistake (%1). Ask the owner.</source>
        <translation>The settings have a mistake (%1). Ask the owner.</translation>
    </message>
    <message>
        <source>This amount is not possible. Type it again.</source>
        <translation>This amount is not possible. Type it again.</translation>
    </message>
    <message>
        <source>This product is not in the price list any more.</source>
        <translation>This product is not in the price list any more.</translation>
    </message>
    <message>
        <source>No supplier sells this product right now.</source>
        <translation>No supplier sells this product right now.</translation>
    </message>
    <message>
        <source>The supplier is closed at this hour. It opens again at %1.</source>
        <translation>The supplier is closed at this hour. It opens again at %1.</translation>
    </message>
    <message>
        <source>The supplier is closed at this hour. Try again when it has opened.</source>
        <translation>The supplier is closed at this hour. Try again when it has opened.</translation>
    </message>
    <message>
        <source>The cash is less than the total.</source>
        <translation>The cash is less than the total.</translation>
    </message>
    <message>
        <source>The same purchase is still being processed. Do not repeat it.</source>
        <translation>The same purchase is still being processed. Do not repeat it.</translation>
    </message>
    <message>
        <source>This number already bought this product today.</source>
        <translation>This number already bought this product today.</translation>
    </message>
    <message>
        <source>This product cannot be taken without a network.</source>
        <translation>This product cannot be taken without a network.</translation>
    </message>
    <message>
        <source>Too large to take without a network.</source>
        <translation>Too large to take without a network.</translation>
    </message>
    <message>
        <source>The total of deposits taken without a network is full. Wait for the network.</source>
        <translation>The total of deposits taken without a network is full. Wait for the network.</translation>
    </message>
    <message>
        <source>Too many deposits are waiting for the network. Wait for it to return.</source>
        <translation>Too many deposits are waiting for the network. Wait for it to return.</translation>
    </message>
    <message>
        <source>A deposit has waited too long for the network. New ones cannot be taken.</source>
        <translation>A deposit has waited too long for the network. New ones cannot be taken.</translation>
    </message>
    <message>
        <source>This bill must be checked first, and that needs the network.</source>
        <translation>This bill must be checked first, and that needs the network.</translation>
    </message>
    <message>
        <source>That is not possible any more: the payment has moved on.</source>
        <translation>That is not possible any more: the payment has moved on.</translation>
    </message>
    <message>
        <source>Not found.</source>
        <translation>Not found.</translation>
    </message>
    <message>
        <source>Wrong PIN. Try again.</source>
        <translation>Wrong PIN. Try again.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a while before trying again.</source>
        <translation>Too many wrong PINs. Wait a while before trying again.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Try again in %1.</source>
        <translation>Too many wrong PINs. Try again in %1.</translation>
    </message>
    <message>
        <source>This purchase was already recorded. See Queue or History.</source>
        <translation>This purchase was already recorded. See Queue or History.</translation>
    </message>
    <message>
        <source>The price has changed. Read the new total to the customer.</source>
        <translation>The price has changed. Read the new total to the customer.</translation>
    </message>
    <message>
        <source>Please write down why, in a few words.</source>
        <translation>Please write down why, in a few words.</translation>
    </message>
    <message>
        <source>This needs a second person, or the owner&apos;s one-time code.</source>
        <translation>This needs a second person, or the owner&apos;s one-time code.</translation>
    </message>
    <message>
        <source>Type the customer&apos;s name, at most 40 letters.</source>
        <translation>Type the customer&apos;s name, at most 40 letters.</translation>
    </message>
    <message>
        <source>There is not that much cash in the drawer.</source>
        <translation>There is not that much cash in the drawer.</translation>
    </message>
    <message>
        <source>Cash was handed out for this transfer before. Do not pay again.</source>
        <translation>Cash was handed out for this transfer before. Do not pay again.</translation>
    </message>
    <message>
        <source>That is more than the customer owes.</source>
        <translation>That is more than the customer owes.</translation>
    </message>
    <message>
        <source>A shift is open already. Count the drawer and close it first.</source>
        <translation>A shift is open already. Count the drawer and close it first.</translation>
    </message>
    <message>
        <source>No shift is open.</source>
        <translation>No shift is open.</translation>
    </message>
    <message>
        <source>This one-time code is wrong, too old, or used already. Take the next one.</source>
        <translation>This one-time code is wrong, too old, or used already. Take the next one.</translation>
    </message>
    <message>
        <source>Too many wrong codes. Try again after %1.</source>
        <translation>Too many wrong codes. Try again after %1.</translation>
    </message>
    <message>
        <source>Too many wrong codes. Wait a quarter of an hour.</source>
        <translation>Too many wrong codes. Wait a quarter of an hour.</translation>
    </message>
    <message>
        <source>This message is not the supplier&apos;s, or it was changed on its way. Nothing was recorded.</source>
        <translation>This message is not the supplier&apos;s, or it was changed on its way. Nothing was recorded.</translation>
    </message>
    <message>
        <source>No network. Nothing was sent.</source>
        <translation>No network. Nothing was sent.</translation>
    </message>
    <message>
        <source>The supplier refused. Nothing was taken.</source>
        <translation>The supplier refused. Nothing was taken.</translation>
    </message>
    <message>
        <source>The supplier&apos;s answer could not be read. Nothing was taken.</source>
        <translation>The supplier&apos;s answer could not be read. Nothing was taken.</translation>
    </message>
    <message>
        <source>The supplier rejects this shop&apos;s account. Ask the owner to check it.</source>
        <translation>The supplier rejects this shop&apos;s account. Ask the owner to check it.</translation>
    </message>
    <message>
        <source>The supplier asks for a pause. Try again in a minute.</source>
        <translation>The supplier asks for a pause. Try again in a minute.</translation>
    </message>
    <message>
        <source>There is no bill to pay: it is paid, or not yet issued.</source>
        <translation>There is no bill to pay: it is paid, or not yet issued.</translation>
    </message>
    <message>
        <source>There is no shop on this computer yet. Set it up first.</source>
        <translation>There is no shop on this computer yet. Set it up first.</translation>
    </message>
    <message>
        <source>There is already a shop in this place.</source>
        <translation>There is already a shop in this place.</translation>
    </message>
    <message>
        <source>Loket is already open on this computer.</source>
        <translation>Loket is already open on this computer.</translation>
    </message>
    <message>
        <source>The key of this shop is missing. The recovery code or a backup brings it back.</source>
        <translation>The key of this shop is missing. The recovery code or a backup brings it back.</translation>
    </message>
    <message>
        <source>The key of this shop cannot be read now. Unlock the keychain, or take the recovery code or a backup.</source>
        <translation>The key of this shop cannot be read now. Unlock the keychain, or take the recovery code or a backup.</translation>
    </message>
    <message>
        <source>The shop&apos;s database cannot be read: it is damaged, or the keys beside it are another shop&apos;s. Do not sell. Put back what belongs together, or take a backup.</source>
        <translation>The shop&apos;s database cannot be read: it is damaged, or the keys beside it are another shop&apos;s. Do not sell. Put back what belongs together, or take a backup.</translation>
    </message>
    <message>
        <source>The database belongs to a newer Loket. Update the program.</source>
        <translation>The database belongs to a newer Loket. Update the program.</translation>
    </message>
    <message>
        <source>The disk is full. Free some space before selling.</source>
        <translation>The disk is full. Free some space before selling.</translation>
    </message>
    <message>
        <source>The disk has a fault. Do not sell; call support.</source>
        <translation>The disk has a fault. Do not sell; call support.</translation>
    </message>
    <message>
        <source>It may be saved already. Do not repeat it: open Loket again and look in Queue.</source>
        <translation>It may be saved already. Do not repeat it: open Loket again and look in Queue.</translation>
    </message>
    <message>
        <source>The printer does not answer. Check paper, power and cable.</source>
        <translation>The printer does not answer. Check paper, power and cable.</translation>
    </message>
    <message>
        <source>The computer&apos;s clock is wrong. Set it before selling.</source>
        <translation>The computer&apos;s clock is wrong. Set it before selling.</translation>
    </message>
    <message>
        <source>Loket is closing. Nothing new is accepted.</source>
        <translation>Loket is closing. Nothing new is accepted.</translation>
    </message>
    <message>
        <source>Something went wrong inside the program. Check Queue before repeating anything.</source>
        <translation>Something went wrong inside the program. Check Queue before repeating anything.</translation>
    </message>
    <message numerus="yes">
        <source>Wrong PIN. %n tries left.</source>
        <translation>
            <numerusform>Wrong PIN. One try left.</numerusform>
            <numerusform>Wrong PIN. %n tries left.</numerusform>
        </translation>
    </message>
    <message>
        <source>The float at the supplier is too low. Do not take money yet; ask the owner to top up.</source>
        <translation>The float at the supplier is too low. Do not take money yet; ask the owner to top up.</translation>
    </message>
    <message>
        <source>A virtual account number has 8 to 28 digits. Count them again.</source>
        <translation>A virtual account number has 8 to 28 digits. Count them again.</translation>
    </message>
    <message>
        <source>name</source>
        <translation>name</translation>
    </message>
    <message>
        <source>kind of document</source>
        <translation>kind of document</translation>
    </message>
    <message>
        <source>document number</source>
        <translation>document number</translation>
    </message>
    <message>
        <source>telephone</source>
        <translation>telephone</translation>
    </message>
    <message>
        <source>address</source>
        <translation>address</translation>
    </message>
    <message>
        <source>purpose</source>
        <translation>purpose</translation>
    </message>
    <message>
        <source>The fees are higher than allowed (at most %1). Do not sell this; tell the owner.</source>
        <translation>The fees are higher than allowed (at most %1). Do not sell this; tell the owner.</translation>
    </message>
    <message>
        <source>For this sum the sender must be known. Missing: %1.</source>
        <translation>For this sum the sender must be known. Missing: %1.</translation>
    </message>
    <message>
        <source>About the sender this cannot be right: %1. Look at the document again.</source>
        <translation>About the sender this cannot be right: %1. Look at the document again.</translation>
    </message>
    <message>
        <source>This sender has reached the limit for one day. Send the customer to the bank.</source>
        <translation>This sender has reached the limit for one day. Send the customer to the bank.</translation>
    </message>
    <message>
        <source>This account has received the most that is allowed in one day. Send the customer to the bank.</source>
        <translation>This account has received the most that is allowed in one day. Send the customer to the bank.</translation>
    </message>
    <message>
        <source>That is not a plate: letters, then digits, then letters, as on the registration document.</source>
        <translation>That is not a plate: letters, then digits, then letters, as on the registration document.</translation>
    </message>
    <message>
        <source>That is not a tax year: four digits, and not later than this year.</source>
        <translation>That is not a tax year: four digits, and not later than this year.</translation>
    </message>
    <message>
        <source>An identity number (NIK) has 16 digits. Count them again.</source>
        <translation>An identity number (NIK) has 16 digits. Count them again.</translation>
    </message>
    <message>
        <source>The owner&apos;s identity number (NIK) is needed for this tax.</source>
        <translation>The owner&apos;s identity number (NIK) is needed for this tax.</translation>
    </message>
    <message>
        <source>The supplier gives its prices out again at %1. Until then the prices here stay as they are.</source>
        <translation>The supplier gives its prices out again at %1. Until then the prices here stay as they are.</translation>
    </message>
    <message>
        <source>The supplier gives no new prices yet. The prices here stay as they are.</source>
        <translation>The supplier gives no new prices yet. The prices here stay as they are.</translation>
    </message>
    <message>
        <source>That is not an e-mail address: it looks like name@example.com.</source>
        <translation>That is not an e-mail address: it looks like name@example.com.</translation>
    </message>
    <message>
        <source>From 1 to 12 months can be paid at once.</source>
        <translation>From 1 to 12 months can be paid at once.</translation>
    </message>
    <message>
        <source>No supplier takes several months at once for this bill: pay one month.</source>
        <translation>No supplier takes several months at once for this bill: pay one month.</translation>
    </message>
    <message>
        <source>QRIS needs the network, and there is none. Take cash, or wait.</source>
        <translation>QRIS needs the network, and there is none. Take cash, or wait.</translation>
    </message>
    <message>
        <source>Something else has this name. It was left as it is; choose another name.</source>
        <translation>Something else has this name. It was left as it is; choose another name.</translation>
    </message>
    <message>
        <source>This file is not a backup of Loket.</source>
        <translation>This file is not a backup of Loket.</translation>
    </message>
    <message>
        <source>This is the backup of another shop.</source>
        <translation>This is the backup of another shop.</translation>
    </message>
    <message>
        <source>A newer Loket wrote this backup. Update the program.</source>
        <translation>A newer Loket wrote this backup. Update the program.</translation>
    </message>
    <message>
        <source>This backup is damaged. Do not rely on it; take another one.</source>
        <translation>This backup is damaged. Do not rely on it; take another one.</translation>
    </message>
    <message>
        <source>A restore was begun here and not finished. Restore again; it starts over.</source>
        <translation>A restore was begun here and not finished. Restore again; it starts over.</translation>
    </message>
    <message>
        <source>Whoever stands here looks and does not sell. A cashier must take over (Ctrl+L).</source>
        <translation>Whoever stands here looks and does not sell. A cashier must take over (Ctrl+L).</translation>
    </message>
    <message>
        <source>Whoever stands here looks and changes nothing. A cashier must take over (Ctrl+L).</source>
        <translation>Whoever stands here looks and changes nothing. A cashier must take over (Ctrl+L).</translation>
    </message>
    <message>
        <source>Whoever stands here moves no money. A cashier must take over (Ctrl+L).</source>
        <translation>Whoever stands here moves no money. A cashier must take over (Ctrl+L).</translation>
    </message>
    <message>
        <source>Whoever only looks decides nothing: it takes two who work at the counter.</source>
        <translation>Whoever only looks decides nothing: it takes two who work at the counter.</translation>
    </message>
    <message>
        <source>It takes two, and one of them must be the owner or a supervisor.</source>
        <translation>It takes two, and one of them must be the owner or a supervisor.</translation>
    </message>
    <message>
        <source>This version of Loket does not know what this person may do. Ask the owner.</source>
        <translation>This version of Loket does not know what this person may do. Ask the owner.</translation>
    </message>
    <message>
        <source>Only the owner may do this.</source>
        <translation>Only the owner may do this.</translation>
    </message>
    <message>
        <source>The telephone&apos;s clock and this computer&apos;s differ by %1 seconds. Set the wrong one right, then read a new code.</source>
        <translation>The telephone&apos;s clock and this computer&apos;s differ by %1 seconds. Set the wrong one right, then read a new code.</translation>
    </message>
    <message>
        <source>This needs one more proof: your one-time code, the absent owner&apos;s, or your finger. Nothing was taken.</source>
        <translation>This needs one more proof: your one-time code, the absent owner&apos;s, or your finger. Nothing was taken.</translation>
    </message>
    <message>
        <source>The finger was not recognised, or the reader did not answer. Nothing was taken.</source>
        <translation>The finger was not recognised, or the reader did not answer. Nothing was taken.</translation>
    </message>
    <message>
        <source>%1 is neither goods nor a family of goods here. Correct the name (%2).</source>
        <translation>%1 is neither goods nor a family of goods here. Correct the name (%2).</translation>
    </message>
    <message>
        <source>The key files of this shop are gone (keyslots-a.json and keyslots-b.json). Put them back from a copy, or restore a backup.</source>
        <translation>The key files of this shop are gone (keyslots-a.json and keyslots-b.json). Put them back from a copy, or restore a backup.</translation>
    </message>
    <message>
        <source>The key files of this shop are damaged, or cannot be read (keyslots-a.json and keyslots-b.json). Put them back from a copy, or restore a backup.</source>
        <translation>The key files of this shop are damaged, or cannot be read (keyslots-a.json and keyslots-b.json). Put them back from a copy, or restore a backup.</translation>
    </message>
    <message>
        <source>The key of this person is damaged. The owner gives a new PIN; the owner&apos;s own key is mended by the recovery code.</source>
        <translation>The key of this person is damaged. The owner gives a new PIN; the owner&apos;s own key is mended by the recovery code.</translation>
    </message>
    <message>
        <source>This computer&apos;s own secret is gone: no PIN opens the shop here. The recovery code does; everybody but the owner is then added again.</source>
        <translation>This computer&apos;s own secret is gone: no PIN opens the shop here. The recovery code does; everybody but the owner is then added again.</translation>
    </message>
    <message>
        <source>The key files and this computer&apos;s own secret do not belong together: one of them is an older copy, or another shop&apos;s. Put the right one back, or take the recovery code.</source>
        <translation>The key files and this computer&apos;s own secret do not belong together: one of them is an older copy, or another shop&apos;s. Put the right one back, or take the recovery code.</translation>
    </message>
    <message>
        <source>This computer&apos;s own secret is damaged. Put it back from a copy; or move it out of the shop&apos;s folder, and take the recovery code.</source>
        <translation>This computer&apos;s own secret is damaged. Put it back from a copy; or move it out of the shop&apos;s folder, and take the recovery code.</translation>
    </message>
    <message>
        <source>The keychain of this account is locked, and this computer&apos;s own secret is in it. Unlock it and try again; the recovery code opens the shop without it.</source>
        <translation>The keychain of this account is locked, and this computer&apos;s own secret is in it. Unlock it and try again; the recovery code opens the shop without it.</translation>
    </message>
    <message>
        <source>What keeps this computer&apos;s own secret does not answer (keychain or TPM). Try again; the recovery code opens the shop without it.</source>
        <translation>What keeps this computer&apos;s own secret does not answer (keychain or TPM). Try again; the recovery code opens the shop without it.</translation>
    </message>
</context>
<context>
    <name>FamilyText</name>
    <message>
        <source>Mobile credit</source>
        <translation>Mobile credit</translation>
    </message>
    <message>
        <source>Data package</source>
        <translation>Data package</translation>
    </message>
    <message>
        <source>PLN token</source>
        <translation>PLN token</translation>
    </message>
    <message>
        <source>PLN bill</source>
        <translation>PLN bill</translation>
    </message>
    <message>
        <source>E-money</source>
        <translation>E-money</translation>
    </message>
    <message>
        <source>Game voucher</source>
        <translation>Game voucher</translation>
    </message>
    <message>
        <source>Water bill</source>
        <translation>Water bill</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>Internet</translation>
    </message>
    <message>
        <source>BPJS Health</source>
        <translation>BPJS Health</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Television</source>
        <translation>Television</translation>
    </message>
    <message>
        <source>Instalment</source>
        <translation>Instalment</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Tax</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>Other product</source>
        <translation>Other product</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>Phone number</translation>
    </message>
    <message>
        <source>Meter number</source>
        <translation>Meter number</translation>
    </message>
    <message>
        <source>PLN customer ID</source>
        <translation>PLN customer ID</translation>
    </message>
    <message>
        <source>Player ID</source>
        <translation>Player ID</translation>
    </message>
    <message>
        <source>BPJS number</source>
        <translation>BPJS number</translation>
    </message>
    <message>
        <source>Account number</source>
        <translation>Account number</translation>
    </message>
    <message>
        <source>Tax object number</source>
        <translation>Tax object number</translation>
    </message>
    <message>
        <source>Contract number</source>
        <translation>Contract number</translation>
    </message>
    <message>
        <source>Customer number</source>
        <translation>Customer number</translation>
    </message>
    <message>
        <source>11 or 12 digits</source>
        <translation>11 or 12 digits</translation>
    </message>
    <message>
        <source>08..., 10 to 13 digits</source>
        <translation>08..., 10 to 13 digits</translation>
    </message>
    <message>
        <source>13 or 16 digits</source>
        <translation>13 or 16 digits</translation>
    </message>
    <message>
        <source>8 to 19 digits</source>
        <translation>8 to 19 digits</translation>
    </message>
    <message>
        <source>as the game shows it</source>
        <translation>as the game shows it</translation>
    </message>
    <message>
        <source>as on the customer&apos;s bill</source>
        <translation>as on the customer&apos;s bill</translation>
    </message>
    <message>
        <source>Tariff / power</source>
        <translation>Tariff / power</translation>
    </message>
    <message>
        <source>Bank</source>
        <translation>Bank</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>Bills</source>
        <translation>Bills</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>Participants</translation>
    </message>
    <message>
        <source>Meter reading</source>
        <translation>Meter reading</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>Penalty</translation>
    </message>
    <message>
        <source>Still owed</source>
        <translation>Still owed</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Reference</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Virtual account</source>
        <translation>Virtual account</translation>
    </message>
    <message>
        <source>Virtual account number</source>
        <translation>Virtual account number</translation>
    </message>
    <message>
        <source>8 to 28 digits, as on the bill or in the shop&apos;s message</source>
        <translation>8 to 28 digits, as on the bill or in the shop&apos;s message</translation>
    </message>
    <message>
        <source>Vehicle tax</source>
        <translation>Vehicle tax</translation>
    </message>
    <message>
        <source>Plate number</source>
        <translation>Plate number</translation>
    </message>
    <message>
        <source>as on the plate: B 1234 XYZ</source>
        <translation>as on the plate: B 1234 XYZ</translation>
    </message>
    <message>
        <source>Tax year</source>
        <translation>Tax year</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>Vehicle</translation>
    </message>
    <message>
        <source>Owner&apos;s NIK</source>
        <translation>Owner&apos;s NIK</translation>
    </message>
    <message>
        <source>Months paid</source>
        <translation>Months paid</translation>
    </message>
    <message>
        <source>Brought by</source>
        <translation>Brought by</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Purpose</translation>
    </message>
</context>
<context>
    <name>FingerText</name>
    <message>
        <source>left thumb</source>
        <translation>left thumb</translation>
    </message>
    <message>
        <source>left index finger</source>
        <translation>left index finger</translation>
    </message>
    <message>
        <source>left middle finger</source>
        <translation>left middle finger</translation>
    </message>
    <message>
        <source>left ring finger</source>
        <translation>left ring finger</translation>
    </message>
    <message>
        <source>left little finger</source>
        <translation>left little finger</translation>
    </message>
    <message>
        <source>right thumb</source>
        <translation>right thumb</translation>
    </message>
    <message>
        <source>right index finger</source>
        <translation>right index finger</translation>
    </message>
    <message>
        <source>right middle finger</source>
        <translation>right middle finger</translation>
    </message>
    <message>
        <source>right ring finger</source>
        <translation>right ring finger</translation>
    </message>
    <message>
        <source>right little finger</source>
        <translation>right little finger</translation>
    </message>
    <message>
        <source>a finger</source>
        <translation>a finger</translation>
    </message>
    <message>
        <source>Lay the finger on the reader, or draw it over it.</source>
        <translation>Lay the finger on the reader, or draw it over it.</translation>
    </message>
    <message>
        <source>Good. Lift it, and once more.</source>
        <translation>Good. Lift it, and once more.</translation>
    </message>
    <message>
        <source>Good. That was all.</source>
        <translation>Good. That was all.</translation>
    </message>
    <message>
        <source>That was too short. Once more, and slower.</source>
        <translation>That was too short. Once more, and slower.</translation>
    </message>
    <message>
        <source>It lay at the edge. Once more, in the middle.</source>
        <translation>It lay at the edge. Once more, in the middle.</translation>
    </message>
    <message>
        <source>Lift it first, then once more.</source>
        <translation>Lift it first, then once more.</translation>
    </message>
    <message>
        <source>That could not be read. Once more.</source>
        <translation>That could not be read. Once more.</translation>
    </message>
    <message>
        <source>Nothing on this computer reads fingers (fprintd is not there, or went away).</source>
        <translation>Nothing on this computer reads fingers (fprintd is not there, or went away).</translation>
    </message>
    <message>
        <source>No fingerprint reader is plugged in here.</source>
        <translation>No fingerprint reader is plugged in here.</translation>
    </message>
    <message>
        <source>The reader was pulled out. Plug it in and begin again.</source>
        <translation>The reader was pulled out. Plug it in and begin again.</translation>
    </message>
    <message>
        <source>Something else is using the reader. Try again in a moment.</source>
        <translation>Something else is using the reader. Try again in a moment.</translation>
    </message>
    <message>
        <source>This computer does not let Loket do that at the reader. Whoever looks after the computer must allow it.</source>
        <translation>This computer does not let Loket do that at the reader. Whoever looks after the computer must allow it.</translation>
    </message>
    <message>
        <source>The reader knows no finger of this person.</source>
        <translation>The reader knows no finger of this person.</translation>
    </message>
    <message>
        <source>The reader does not take this for a finger of this person.</source>
        <translation>The reader does not take this for a finger of this person.</translation>
    </message>
    <message>
        <source>The reader knows this finger already, as another one or as somebody else&apos;s.</source>
        <translation>The reader knows this finger already, as another one or as somebody else&apos;s.</translation>
    </message>
    <message>
        <source>The reader keeps no more fingers.</source>
        <translation>The reader keeps no more fingers.</translation>
    </message>
    <message>
        <source>The reader cannot keep a name like this one.</source>
        <translation>The reader cannot keep a name like this one.</translation>
    </message>
    <message>
        <source>It took too long and was given up. Begin again.</source>
        <translation>It took too long and was given up. Begin again.</translation>
    </message>
    <message>
        <source>Stopped before all readings were there: this finger is not known.</source>
        <translation>Stopped before all readings were there: this finger is not known.</translation>
    </message>
    <message>
        <source>The reader does not work as it should. Pull it out, plug it in and begin again.</source>
        <translation>The reader does not work as it should. Pull it out, plug it in and begin again.</translation>
    </message>
    <message>
        <source>nothing here reads fingers</source>
        <translation>nothing here reads fingers</translation>
    </message>
    <message>
        <source>no reader here</source>
        <translation>no reader here</translation>
    </message>
    <message>
        <source>the reader was pulled out</source>
        <translation>the reader was pulled out</translation>
    </message>
    <message>
        <source>the reader is in use</source>
        <translation>the reader is in use</translation>
    </message>
    <message>
        <source>not allowed at this computer</source>
        <translation>not allowed at this computer</translation>
    </message>
    <message>
        <source>the reader does not answer</source>
        <translation>the reader does not answer</translation>
    </message>
</context>
<context>
    <name>PaperText</name>
    <message>
        <source>58 mm</source>
        <translation>58 mm</translation>
    </message>
    <message>
        <source>80 mm, cuts</source>
        <translation>80 mm, cuts</translation>
    </message>
    <message>
        <source>58 mm Epson</source>
        <translation>58 mm Epson</translation>
    </message>
    <message>
        <source>80 mm Epson</source>
        <translation>80 mm Epson</translation>
    </message>
    <message>
        <source>58 mm, answers</source>
        <translation>58 mm, answers</translation>
    </message>
    <message>
        <source>80 mm, answers</source>
        <translation>80 mm, answers</translation>
    </message>
    <message>
        <source>58 mm pocket</source>
        <translation>58 mm pocket</translation>
    </message>
    <message>
        <source>58 mm, old</source>
        <translation>58 mm, old</translation>
    </message>
    <message>
        <source>80 mm, old</source>
        <translation>80 mm, old</translation>
    </message>
    <message>
        <source>Half letter form</source>
        <translation>Half letter form</translation>
    </message>
    <message>
        <source>Letter form</source>
        <translation>Letter form</translation>
    </message>
    <message>
        <source>Choose a printer first, or type its address.</source>
        <translation>Choose a printer first, or type its address.</translation>
    </message>
    <message>
        <source>Sent. Did it come out whole, in one row, with a code that a phone reads? Then keep it.</source>
        <translation>Sent. Did it come out whole, in one row, with a code that a phone reads? Then keep it.</translation>
    </message>
    <message>
        <source>The printer says that it is on paper. Look at it, then keep it.</source>
        <translation>The printer says that it is on paper. Look at it, then keep it.</translation>
    </message>
    <message>
        <source>It stopped in the middle: look at paper and cable, then try again. (%1)</source>
        <translation>It stopped in the middle: look at paper and cable, then try again. (%1)</translation>
    </message>
    <message>
        <source>Nothing came out: is it switched on, and is this its address? (%1)</source>
        <translation>Nothing came out: is it switched on, and is this its address? (%1)</translation>
    </message>
    <message>
        <source>That is no address of a printer. 192.168.1.50 is one, or what the list above shows.</source>
        <translation>That is no address of a printer. 192.168.1.50 is one, or what the list above shows.</translation>
    </message>
    <message>
        <source>A line has at most %1 letters.</source>
        <translation>A line has at most %1 letters.</translation>
    </message>
    <message>
        <source>The picture does not fit: at most %1 by %2 dots.</source>
        <translation>The picture does not fit: at most %1 by %2 dots.</translation>
    </message>
    <message>
        <source>Somebody else has changed printer or paper meanwhile. Look again before you keep it.</source>
        <translation>Somebody else has changed printer or paper meanwhile. Look again before you keep it.</translation>
    </message>
</context>
<context>
    <name>PaymentText</name>
    <message>
        <source>checking now</source>
        <translation>checking now</translation>
    </message>
    <message>
        <source>next check %1</source>
        <translation>next check %1</translation>
    </message>
    <message>
        <source>Waiting for the network. Limit %1, checked again before paying</source>
        <translation>Waiting for the network. Limit %1, checked again before paying</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Waiting for the network</translation>
    </message>
    <message>
        <source>again at %1</source>
        <translation>again at %1</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>In process</source>
        <translation>In process</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>Being checked</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>Success</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>Failed · refunded</source>
        <translation>Failed · refunded</translation>
    </message>
    <message>
        <source>Reversed</source>
        <translation>Reversed</translation>
    </message>
    <message>
        <source>Needs a decision</source>
        <translation>Needs a decision</translation>
    </message>
    <message>
        <source>Deposit</source>
        <translation>Deposit</translation>
    </message>
    <message>
        <source>Deposit · %1</source>
        <translation>Deposit · %1</translation>
    </message>
    <message>
        <source>Waiting to open</source>
        <translation>Waiting to open</translation>
    </message>
    <message>
        <source>Success · give back rest</source>
        <translation>Success · give back rest</translation>
    </message>
    <message>
        <source>Contradiction</source>
        <translation>Contradiction</translation>
    </message>
    <message>
        <source>Please look into it</source>
        <translation>Please look into it</translation>
    </message>
    <message>
        <source>Being sent to %1</source>
        <translation>Being sent to %1</translation>
    </message>
    <message>
        <source>%1 is working on it. Do not repeat</source>
        <translation>%1 is working on it. Do not repeat</translation>
    </message>
    <message>
        <source>%1 has not answered. Do not repeat</source>
        <translation>%1 has not answered. Do not repeat</translation>
    </message>
    <message>
        <source>Give %1 back to the customer</source>
        <translation>Give %1 back to the customer</translation>
    </message>
    <message>
        <source>Two people must decide</source>
        <translation>Two people must decide</translation>
    </message>
    <message>
        <source>Paid below its limit. Give %1 back to the customer</source>
        <translation>Paid below its limit. Give %1 back to the customer</translation>
    </message>
    <message>
        <source>Paid through %1</source>
        <translation>Paid through %1</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>under way</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>not sent</translation>
    </message>
    <message>
        <source>refused, nothing taken</source>
        <translation>refused, nothing taken</translation>
    </message>
    <message>
        <source>in process</source>
        <translation>in process</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>no answer</translation>
    </message>
    <message>
        <source>success</source>
        <translation>success</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>failed</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>taken back</translation>
    </message>
    <message>
        <source>Cash %1 received by %2</source>
        <translation>Cash %1 received by %2</translation>
    </message>
    <message>
        <source>Sent to %1</source>
        <translation>Sent to %1</translation>
    </message>
    <message>
        <source>Could not be sent: no connection</source>
        <translation>Could not be sent: no connection</translation>
    </message>
    <message>
        <source>Refused for now: %1</source>
        <translation>Refused for now: %1</translation>
    </message>
    <message>
        <source>Supplier is working on it</source>
        <translation>Supplier is working on it</translation>
    </message>
    <message>
        <source>No clear answer: will be checked</source>
        <translation>No clear answer: will be checked</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Failed: %1</translation>
    </message>
    <message>
        <source>Cancelled by %1</source>
        <translation>Cancelled by %1</translation>
    </message>
    <message>
        <source>Cash must go back to the customer</source>
        <translation>Cash must go back to the customer</translation>
    </message>
    <message>
        <source>%1 on the bon of %2</source>
        <translation>%1 on the bon of %2</translation>
    </message>
    <message>
        <source>%1 taken off the bon by %2</source>
        <translation>%1 taken off the bon by %2</translation>
    </message>
    <message>
        <source>Cash given back by %1</source>
        <translation>Cash given back by %1</translation>
    </message>
    <message>
        <source>Bill checked: %1</source>
        <translation>Bill checked: %1</translation>
    </message>
    <message>
        <source>Needs a decision: %1</source>
        <translation>Needs a decision: %1</translation>
    </message>
    <message>
        <source>Taken back by the supplier</source>
        <translation>Taken back by the supplier</translation>
    </message>
    <message>
        <source>Rest given back to the customer</source>
        <translation>Rest given back to the customer</translation>
    </message>
    <message>
        <source>Goes to %1 instead</source>
        <translation>Goes to %1 instead</translation>
    </message>
    <message>
        <source>No clear answer for too long: please look into it</source>
        <translation>No clear answer for too long: please look into it</translation>
    </message>
    <message>
        <source>%1 with the owner&apos;s code</source>
        <translation>%1 with the owner&apos;s code</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 and %2</translation>
    </message>
    <message>
        <source>Decided by %1: %2</source>
        <translation>Decided by %1: %2</translation>
    </message>
    <message>
        <source>The supplier delivered after all: needs a decision</source>
        <translation>The supplier delivered after all: needs a decision</translation>
    </message>
    <message>
        <source>A supplier took one delivery back</source>
        <translation>A supplier took one delivery back</translation>
    </message>
    <message>
        <source>Give cash back</source>
        <translation>Give cash back</translation>
    </message>
    <message>
        <source>Top-up of %1, ticket %2</source>
        <translation>Top-up of %1, ticket %2</translation>
    </message>
    <message>
        <source>%1 of the shop&apos;s own money at the bank, by %2</source>
        <translation>%1 of the shop&apos;s own money at the bank, by %2</translation>
    </message>
    <message>
        <source>The bank has moved nothing</source>
        <translation>The bank has moved nothing</translation>
    </message>
    <message>
        <source>The ticket can be paid again</source>
        <translation>The ticket can be paid again</translation>
    </message>
    <message>
        <source>The money is back at the bank</source>
        <translation>The money is back at the bank</translation>
    </message>
    <message>
        <source>%1 paid by QRIS, %2</source>
        <translation>%1 paid by QRIS, %2</translation>
    </message>
    <message>
        <source>It was paid</source>
        <translation>It was paid</translation>
    </message>
    <message>
        <source>It was not paid</source>
        <translation>It was not paid</translation>
    </message>
    <message>
        <source>It is cleared up</source>
        <translation>It is cleared up</translation>
    </message>
    <message>
        <source>The transfer counts as made.</source>
        <translation>The transfer counts as made.</translation>
    </message>
    <message>
        <source>The customer has his money back already: the shop bears the loss.</source>
        <translation>The customer has his money back already: the shop bears the loss.</translation>
    </message>
    <message>
        <source>It counts as paid, and nothing goes back to the customer.</source>
        <translation>It counts as paid, and nothing goes back to the customer.</translation>
    </message>
    <message>
        <source>The transfer counts as not made.</source>
        <translation>The transfer counts as not made.</translation>
    </message>
    <message>
        <source>It counts as not paid. The customer has his money back already.</source>
        <translation>It counts as not paid. The customer has his money back already.</translation>
    </message>
    <message>
        <source>%1 goes back to the customer.</source>
        <translation>%1 goes back to the customer.</translation>
    </message>
    <message>
        <source>It stays paid, and the warning goes.</source>
        <translation>It stays paid, and the warning goes.</translation>
    </message>
    <message>
        <source>Off the bon</source>
        <translation>Off the bon</translation>
    </message>
    <message>
        <source>Take %1 off the bon of %2</source>
        <translation>Take %1 off the bon of %2</translation>
    </message>
    <message>
        <source>%1 comes off the bon of %2.</source>
        <translation>%1 comes off the bon of %2.</translation>
    </message>
    <message>
        <source>It must come off the bon</source>
        <translation>It must come off the bon</translation>
    </message>
    <message>
        <source>%1, alone</source>
        <translation>%1, alone</translation>
    </message>
    <message>
        <source>Rest given back to the customer by %1</source>
        <translation>Rest given back to the customer by %1</translation>
    </message>
</context>
<context>
    <name>PeopleText</name>
    <message>
        <source>Owner</source>
        <translation>Owner</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation>Cashier</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Auditor</translation>
    </message>
    <message>
        <source>Role not known here</source>
        <translation>Role not known here</translation>
    </message>
    <message>
        <source>May do everything.</source>
        <translation>May do everything.</translation>
    </message>
    <message>
        <source>Sells, moves cash, and may be the one of two that there must be where no supplier knows.</source>
        <translation>Sells, moves cash, and may be the one of two that there must be where no supplier knows.</translation>
    </message>
    <message>
        <source>Sells, moves cash, opens and closes the shift.</source>
        <translation>Sells, moves cash, opens and closes the shift.</translation>
    </message>
    <message>
        <source>Looks at everything and changes nothing.</source>
        <translation>Looks at everything and changes nothing.</translation>
    </message>
    <message>
        <source>This version of Loket does not know what this person may do.</source>
        <translation>This version of Loket does not know what this person may do.</translation>
    </message>
    <message>
        <source>not set up</source>
        <translation>not set up</translation>
    </message>
    <message>
        <source>locked until %1</source>
        <translation>locked until %1</translation>
    </message>
    <message>
        <source>set up; good for %1 s (±%1 s); telephone %2 s ahead</source>
        <translation>set up; good for %1 s (±%1 s); telephone %2 s ahead</translation>
    </message>
    <message>
        <source>set up; good for %1 s (±%1 s); telephone %2 s behind</source>
        <translation>set up; good for %1 s (±%1 s); telephone %2 s behind</translation>
    </message>
    <message>
        <source>set up; a code is good for %1 s (±%1 s)</source>
        <translation>set up; a code is good for %1 s (±%1 s)</translation>
    </message>
    <message>
        <source>There is a code already. Give it up first (F7).</source>
        <translation>There is a code already. Give it up first (F7).</translation>
    </message>
    <message>
        <source>The owner stays.</source>
        <translation>The owner stays.</translation>
    </message>
    <message>
        <source>No more people fit into this shop.</source>
        <translation>No more people fit into this shop.</translation>
    </message>
    <message>
        <source>Somebody of this name can open Loket here already.</source>
        <translation>Somebody of this name can open Loket here already.</translation>
    </message>
    <message>
        <source>Type a name that is not empty and does not begin with @.</source>
        <translation>Type a name that is not empty and does not begin with @.</translation>
    </message>
    <message>
        <source>There is nothing to give up.</source>
        <translation>There is nothing to give up.</translation>
    </message>
    <message>
        <source>Codes and fingers are set up by whoever they are for, at the counter, with their own PIN.</source>
        <translation>Codes and fingers are set up by whoever they are for, at the counter, with their own PIN.</translation>
    </message>
    <message>
        <source>What this shop&apos;s fingers are kept under (the file finger-id) is damaged. Bring it back from a copy of the shop.</source>
        <translation>What this shop&apos;s fingers are kept under (the file finger-id) is damaged. Bring it back from a copy of the shop.</translation>
    </message>
</context>
<context>
    <name>PriceText</name>
    <message>
        <source>Margin %1, rounded to %2</source>
        <translation>Margin %1, rounded to %2</translation>
    </message>
    <message>
        <source>%1, service fee %2</source>
        <translation>%1, service fee %2</translation>
    </message>
    <message>
        <source>margin %1</source>
        <translation>margin %1</translation>
    </message>
    <message>
        <source>service fee %1</source>
        <translation>service fee %1</translation>
    </message>
    <message>
        <source>rounding %1</source>
        <translation>rounding %1</translation>
    </message>
    <message>
        <source>a rule of its own</source>
        <translation>a rule of its own</translation>
    </message>
    <message>
        <source>no rule of its own</source>
        <translation>no rule of its own</translation>
    </message>
    <message>
        <source>whoever is cheapest</source>
        <translation>whoever is cheapest</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>Everything else</translation>
    </message>
    <message>
        <source>Preferred suppliers</source>
        <translation>Preferred suppliers</translation>
    </message>
    <message>
        <source>What a preferred supplier may cost more</source>
        <translation>What a preferred supplier may cost more</translation>
    </message>
    <message>
        <source>How reliable a supplier must be</source>
        <translation>How reliable a supplier must be</translation>
    </message>
    <message>
        <source>by bill</source>
        <translation>by bill</translation>
    </message>
    <message numerus="yes">
        <source>%1 become cheaper</source>
        <translation>
            <numerusform>%1 becomes cheaper</numerusform>
            <numerusform>%1 become cheaper</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 become dearer</source>
        <translation>
            <numerusform>%1 becomes dearer</numerusform>
            <numerusform>%1 become dearer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 are bought from another supplier</source>
        <translation>
            <numerusform>%1 is bought from another supplier</numerusform>
            <numerusform>%1 are bought from another supplier</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 leave nothing for the shop</source>
        <translation>
            <numerusform>%1 leaves nothing for the shop</numerusform>
            <numerusform>%1 leave nothing for the shop</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 are sold below cost</source>
        <translation>
            <numerusform>%1 is sold below cost</numerusform>
            <numerusform>%1 are sold below cost</numerusform>
        </translation>
    </message>
    <message>
        <source>No price of today changes.</source>
        <translation>No price of today changes.</translation>
    </message>
    <message>
        <source>Of the products: %1.</source>
        <translation>Of the products: %1.</translation>
    </message>
    <message>
        <source>Somebody else has changed the prices meanwhile. Look at the list again before saving.</source>
        <translation>Somebody else has changed the prices meanwhile. Look at the list again before saving.</translation>
    </message>
    <message>
        <source>The suppliers&apos; prices have moved: something would be sold below cost. Look again.</source>
        <translation>The suppliers&apos; prices have moved: something would be sold below cost. Look again.</translation>
    </message>
</context>
<context>
    <name>ProofText</name>
    <message>
        <source>The reader does not take this for your finger. Wipe it and press F7 once more, or take a code.</source>
        <translation>The reader does not take this for your finger. Wipe it and press F7 once more, or take a code.</translation>
    </message>
    <message>
        <source>The reader knows no finger of yours yet. Take a code instead.</source>
        <translation>The reader knows no finger of yours yet. Take a code instead.</translation>
    </message>
    <message>
        <source>There is no fingerprint reader here. Take a code instead.</source>
        <translation>There is no fingerprint reader here. Take a code instead.</translation>
    </message>
    <message>
        <source>The reader was pulled out. Plug it in and press F7 once more, or take a code.</source>
        <translation>The reader was pulled out. Plug it in and press F7 once more, or take a code.</translation>
    </message>
    <message>
        <source>Something else is using the reader. Press F7 once more in a moment, or take a code.</source>
        <translation>Something else is using the reader. Press F7 once more in a moment, or take a code.</translation>
    </message>
    <message>
        <source>No finger came. Press F7 once more, or take a code.</source>
        <translation>No finger came. Press F7 once more, or take a code.</translation>
    </message>
    <message>
        <source>Nothing has reached this number from here before.</source>
        <translation>Nothing has reached this number from here before.</translation>
    </message>
    <message>
        <source>Many transfers within an hour.</source>
        <translation>Many transfers within an hour.</translation>
    </message>
    <message>
        <source>The owner wants a second proof for this.</source>
        <translation>The owner wants a second proof for this.</translation>
    </message>
    <message>
        <source>No one-time code of yours is set up: Settings, People. The owner&apos;s code (F8) or your finger (F7) will do too.</source>
        <translation>No one-time code of yours is set up: Settings, People. The owner&apos;s code (F8) or your finger (F7) will do too.</translation>
    </message>
    <message>
        <source>There is no code that an absent owner could read out to you. Take your own (F8), or your finger (F7).</source>
        <translation>There is no code that an absent owner could read out to you. Take your own (F8), or your finger (F7).</translation>
    </message>
</context>
<context>
    <name>ReasonText</name>
    <message>
        <source>Wrong number</source>
        <translation>Wrong number</translation>
    </message>
    <message>
        <source>The number belongs to another operator</source>
        <translation>The number belongs to another operator</translation>
    </message>
    <message>
        <source>The amount is not accepted</source>
        <translation>The amount is not accepted</translation>
    </message>
    <message>
        <source>The number is blocked</source>
        <translation>The number is blocked</translation>
    </message>
    <message>
        <source>There is no bill yet</source>
        <translation>There is no bill yet</translation>
    </message>
    <message>
        <source>The bill is already paid</source>
        <translation>The bill is already paid</translation>
    </message>
    <message>
        <source>The supplier is closed at this hour</source>
        <translation>The supplier is closed at this hour</translation>
    </message>
    <message>
        <source>The product has a disturbance</source>
        <translation>The product has a disturbance</translation>
    </message>
    <message>
        <source>Out of stock at the supplier</source>
        <translation>Out of stock at the supplier</translation>
    </message>
    <message>
        <source>The supplier&apos;s price went up</source>
        <translation>The supplier&apos;s price went up</translation>
    </message>
    <message>
        <source>The same purchase was already made today</source>
        <translation>The same purchase was already made today</translation>
    </message>
    <message>
        <source>The supplier asks for a pause</source>
        <translation>The supplier asks for a pause</translation>
    </message>
    <message>
        <source>The number is outside this product&apos;s region</source>
        <translation>The number is outside this product&apos;s region</translation>
    </message>
    <message>
        <source>The customer must stop the old package first</source>
        <translation>The customer must stop the old package first</translation>
    </message>
    <message>
        <source>Above the kWh limit of this meter</source>
        <translation>Above the kWh limit of this meter</translation>
    </message>
    <message>
        <source>The supplier rejects the shop&apos;s account: ask the owner</source>
        <translation>The supplier rejects the shop&apos;s account: ask the owner</translation>
    </message>
    <message>
        <source>Taken back by the supplier</source>
        <translation>Taken back by the supplier</translation>
    </message>
    <message>
        <source>The biller did not answer in time</source>
        <translation>The biller did not answer in time</translation>
    </message>
    <message>
        <source>Refused by the biller</source>
        <translation>Refused by the biller</translation>
    </message>
    <message>
        <source>The bill is above the limit that was paid</source>
        <translation>The bill is above the limit that was paid</translation>
    </message>
    <message>
        <source>The computer stopped while it was being sent</source>
        <translation>The computer stopped while it was being sent</translation>
    </message>
    <message>
        <source>No connection to the supplier</source>
        <translation>No connection to the supplier</translation>
    </message>
    <message>
        <source>Success at the supplier after it counted as failed</source>
        <translation>Success at the supplier after it counted as failed</translation>
    </message>
    <message>
        <source>A supplier that had refused delivered too: paid twice</source>
        <translation>A supplier that had refused delivered too: paid twice</translation>
    </message>
    <message>
        <source>One supplier took its delivery back, another one&apos;s stands: give the customer a new receipt</source>
        <translation>One supplier took its delivery back, another one&apos;s stands: give the customer a new receipt</translation>
    </message>
    <message>
        <source>The supplier gives no clear answer: ask them by telephone</source>
        <translation>The supplier gives no clear answer: ask them by telephone</translation>
    </message>
    <message>
        <source>What was sent cannot be read here any more: ask the supplier by telephone</source>
        <translation>What was sent cannot be read here any more: ask the supplier by telephone</translation>
    </message>
    <message>
        <source>Decided by people</source>
        <translation>Decided by people</translation>
    </message>
    <message>
        <source>The bill has changed</source>
        <translation>The bill has changed</translation>
    </message>
    <message>
        <source>Supplier says: %1</source>
        <translation>Supplier says: %1</translation>
    </message>
    <message>
        <source>The supplier says that it is paid, and not by whom: perhaps by this payment</source>
        <translation>The supplier says that it is paid, and not by whom: perhaps by this payment</translation>
    </message>
    <message>
        <source>Supplier&apos;s code %1</source>
        <translation>Supplier&apos;s code %1</translation>
    </message>
    <message>
        <source>The float is too low, waiting for a top-up</source>
        <translation>The float is too low, waiting for a top-up</translation>
    </message>
    <message>
        <source>The answer was far too long and was cut off</source>
        <translation>The answer was far too long and was cut off</translation>
    </message>
    <message>
        <source>A web page answered instead of the supplier: log in to this network first</source>
        <translation>A web page answered instead of the supplier: log in to this network first</translation>
    </message>
    <message>
        <source>Something else than the supplier answered</source>
        <translation>Something else than the supplier answered</translation>
    </message>
    <message>
        <source>The supplier&apos;s computers have a disturbance</source>
        <translation>The supplier&apos;s computers have a disturbance</translation>
    </message>
    <message>
        <source>The supplier&apos;s answer makes no sense</source>
        <translation>The supplier&apos;s answer makes no sense</translation>
    </message>
    <message>
        <source>The connection broke before the answer was whole</source>
        <translation>The connection broke before the answer was whole</translation>
    </message>
    <message>
        <source>The proxy of this network does not let us through</source>
        <translation>The proxy of this network does not let us through</translation>
    </message>
    <message>
        <source>The supplier cannot prove who it is: call support</source>
        <translation>The supplier cannot prove who it is: call support</translation>
    </message>
    <message>
        <source>The supplier&apos;s certificate has expired: look at this computer&apos;s date, then call support</source>
        <translation>The supplier&apos;s certificate has expired: look at this computer&apos;s date, then call support</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong: the supplier&apos;s certificate is not valid yet</source>
        <translation>This computer&apos;s clock is wrong: the supplier&apos;s certificate is not valid yet</translation>
    </message>
    <message>
        <source>Another computer answers in the supplier&apos;s place: its certificate has another name</source>
        <translation>Another computer answers in the supplier&apos;s place: its certificate has another name</translation>
    </message>
    <message>
        <source>The supplier&apos;s key is not the one that was agreed on: call support</source>
        <translation>The supplier&apos;s key is not the one that was agreed on: call support</translation>
    </message>
    <message>
        <source>The supplier&apos;s certificate is from somebody whom this shop does not trust</source>
        <translation>The supplier&apos;s certificate is from somebody whom this shop does not trust</translation>
    </message>
    <message>
        <source>It could not be sent in time</source>
        <translation>It could not be sent in time</translation>
    </message>
    <message>
        <source>The biller&apos;s fee has risen above what may be charged</source>
        <translation>The biller&apos;s fee has risen above what may be charged</translation>
    </message>
    <message>
        <source>The proxy of this network cannot prove who it is</source>
        <translation>The proxy of this network cannot prove who it is</translation>
    </message>
    <message>
        <source>This shop was restored: the one before may have done it already</source>
        <translation>This shop was restored: the one before may have done it already</translation>
    </message>
    <message>
        <source>The supplier does not know this till yet: give it the till&apos;s key</source>
        <translation>The supplier does not know this till yet: give it the till&apos;s key</translation>
    </message>
    <message>
        <source>The supplier has seen a newer journal of this till: these books are an older copy. Call support</source>
        <translation>The supplier has seen a newer journal of this till: these books are an older copy. Call support</translation>
    </message>
    <message>
        <source>The supplier has seen another journal of this till: a copy of it is at work. Call support</source>
        <translation>The supplier has seen another journal of this till: a copy of it is at work. Call support</translation>
    </message>
    <message>
        <source>This till could not sign its request: check the journal (Settings)</source>
        <translation>This till could not sign its request: check the journal (Settings)</translation>
    </message>
    <message>
        <source>The supplier does not take this till&apos;s signature: call support</source>
        <translation>The supplier does not take this till&apos;s signature: call support</translation>
    </message>
    <message>
        <source>This supplier is not set up here: ask the owner</source>
        <translation>This supplier is not set up here: ask the owner</translation>
    </message>
</context>
<context>
    <name>ShiftText</name>
    <message>
        <source>Short by %1</source>
        <translation>Short by %1</translation>
    </message>
    <message>
        <source>Over by %1</source>
        <translation>Over by %1</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Exact</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>since %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 to %2</translation>
    </message>
    <message>
        <source>Put in: %1</source>
        <translation>Put in: %1</translation>
    </message>
    <message>
        <source>Paid out: %1</source>
        <translation>Paid out: %1</translation>
    </message>
    <message>
        <source>Taken by the owner: %1</source>
        <translation>Taken by the owner: %1</translation>
    </message>
    <message>
        <source>It may be recorded already. Do not repeat it: open Loket again and look at the shift, and at the drawer with the owner.</source>
        <translation>It may be recorded already. Do not repeat it: open Loket again and look at the shift, and at the drawer with the owner.</translation>
    </message>
    <message>
        <source>This shift was closed somewhere else. Look at its report.</source>
        <translation>This shift was closed somewhere else. Look at its report.</translation>
    </message>
    <message>
        <source>A shift was opened somewhere else. What you have counted was not recorded.</source>
        <translation>A shift was opened somewhere else. What you have counted was not recorded.</translation>
    </message>
    <message>
        <source>Recorded: %1</source>
        <translation>Recorded: %1</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>Taken back: %1</translation>
    </message>
</context>
<context>
    <name>SuggestionRows</name>
    <message>
        <source>Type the amount</source>
        <translation>Type the amount</translation>
    </message>
    <message>
        <source>%1 fee</source>
        <translation>%1 fee</translation>
    </message>
    <message>
        <source>Check bill</source>
        <translation>Check bill</translation>
    </message>
</context>
<context>
    <name>TimeText</name>
    <message>
        <source>%1 s</source>
        <comment>age in seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>age in minutes</comment>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>age in hours</comment>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>age in days</comment>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>just now</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>yesterday</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s) ago</source>
        <translation>
            <numerusform>%n week ago</numerusform>
            <numerusform>%n weeks ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s) ago</source>
        <translation>
            <numerusform>%n month ago</numerusform>
            <numerusform>%n months ago</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 seconds</source>
        <translation>%1 seconds</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::CreditList</name>
    <message>
        <source>Cash given</source>
        <translation>Cash given</translation>
    </message>
    <message>
        <source>Code or password</source>
        <translation>Code or password</translation>
    </message>
    <message>
        <source>Sender not named</source>
        <translation>Sender not named</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Arrived</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::CustomerList</name>
    <message>
        <source>owes %1</source>
        <translation>owes %1</translation>
    </message>
    <message>
        <source>not in the book yet</source>
        <translation>not in the book yet</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::ImportList</name>
    <message>
        <source>in the name of %1</source>
        <translation>in the name of %1</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>line %1</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::NumberList</name>
    <message>
        <source>nothing bought yet</source>
        <translation>nothing bought yet</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::PaymentList</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Give back</translation>
    </message>
    <message>
        <source>Off the bon</source>
        <translation>Off the bon</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::ProductList</name>
    <message>
        <source>closed right now</source>
        <translation>closed right now</translation>
    </message>
    <message>
        <source>Check bill</source>
        <translation>Check bill</translation>
    </message>
    <message>
        <source>%1 fee</source>
        <translation>%1 fee</translation>
    </message>
    <message>
        <source>Type the amount</source>
        <translation>Type the amount</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::AboutPanel</name>
    <message>
        <source>this program</source>
        <translation>this program</translation>
    </message>
    <message>
        <source>letters on the screen</source>
        <translation>letters on the screen</translation>
    </message>
    <message>
        <source>numbers and references</source>
        <translation>numbers and references</translation>
    </message>
    <message>
        <source>pictures on the buttons</source>
        <translation>pictures on the buttons</translation>
    </message>
    <message>
        <source>windows and printing</source>
        <translation>windows and printing</translation>
    </message>
    <message>
        <source>the encrypted book</source>
        <translation>the encrypted book</translation>
    </message>
    <message>
        <source>talks to suppliers</source>
        <translation>talks to suppliers</translation>
    </message>
    <message>
        <source>closed lines, signatures</source>
        <translation>closed lines, signatures</translation>
    </message>
    <message>
        <source>PINs and keys</source>
        <translation>PINs and keys</translation>
    </message>
    <message>
        <source>one-time codes</source>
        <translation>one-time codes</translation>
    </message>
    <message>
        <source>QR codes</source>
        <translation>QR codes</translation>
    </message>
    <message>
        <source>the system&apos;s printers</source>
        <translation>the system&apos;s printers</translation>
    </message>
    <message>
        <source>the fingerprint reader</source>
        <translation>the fingerprint reader</translation>
    </message>
    <message>
        <source>reads and writes JSON</source>
        <translation>reads and writes JSON</translation>
    </message>
    <message>
        <source>composes text</source>
        <translation>composes text</translation>
    </message>
    <message>
        <source>the program&apos;s log</source>
        <translation>the program&apos;s log</translation>
    </message>
    <message>
        <source>the command line</source>
        <translation>the command line</translation>
    </message>
    <message>
        <source>results and errors</source>
        <translation>results and errors</translation>
    </message>
    <message>
        <source>The payment counter that loses no payment and makes none twice.</source>
        <translation>The payment counter that loses no payment and makes none twice.</translation>
    </message>
    <message>
        <source>Copy for whoever helps</source>
        <translation>Copy for whoever helps</translation>
    </message>
    <message>
        <source>What it is made of</source>
        <translation>What it is made of</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Runs on</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>GPL 3, without any warranty</source>
        <translation>GPL 3, without any warranty</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>Text of the licence</translation>
    </message>
    <message>
        <source>Its text came with the system&apos;s package of that name: %1</source>
        <translation>Its text came with the system&apos;s package of that name: %1</translation>
    </message>
    <message>
        <source>Copied: version and system, nothing of the shop. Paste it into the message to whoever helps.</source>
        <translation>Copied: version and system, nothing of the shop. Paste it into the message to whoever helps.</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>read</source>
        <translation>read</translation>
    </message>
    <message>
        <source>copy for whoever helps</source>
        <translation>copy for whoever helps</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::AmountPanel</name>
    <message>
        <source>Check</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>The most the customer leaves for this bill</source>
        <translation>The most the customer leaves for this bill</translation>
    </message>
    <message>
        <source>Amount to transfer</source>
        <translation>Amount to transfer</translation>
    </message>
    <message>
        <source>The network is away, so the bill cannot be seen. It is checked before it is paid; what is left over goes back to the customer.</source>
        <translation>The network is away, so the bill cannot be seen. It is checked before it is paid; what is left over goes back to the customer.</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>amount</translation>
    </message>
    <message>
        <source>check</source>
        <translation>check</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>Amount to top up</source>
        <translation>Amount to top up</translation>
    </message>
    <message>
        <source>Amount to pay in</source>
        <translation>Amount to pay in</translation>
    </message>
    <message>
        <source>This virtual account has no bill of its own: the customer names the sum.</source>
        <translation>This virtual account has no bill of its own: the customer names the sum.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::AskPanel</name>
    <message>
        <source>Transfer</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>No bank of this shop has a statement, QRIS or OTP. The owner adds one in the settings file.</source>
        <translation>No bank of this shop has a statement, QRIS or OTP. The owner adds one in the settings file.</translation>
    </message>
    <message>
        <source>Cash out</source>
        <translation>Cash out</translation>
    </message>
    <message>
        <source>How much the customer wants</source>
        <translation>How much the customer wants</translation>
    </message>
    <message>
        <source>Customer&apos;s number</source>
        <translation>Customer&apos;s number</translation>
    </message>
    <message>
        <source>One-time password on his telephone</source>
        <translation>One-time password on his telephone</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>Collect</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>Show the code</translation>
    </message>
    <message>
        <source>The same sum of this customer is still being checked: do not repeat it. If he wants a second one all the same, press Ctrl+Enter.</source>
        <translation>The same sum of this customer is still being checked: do not repeat it. If he wants a second one all the same, press Ctrl+Enter.</translation>
    </message>
    <message>
        <source>Asking the bank…</source>
        <translation>Asking the bank…</translation>
    </message>
    <message>
        <source>Only what its own statement shows is money.</source>
        <translation>Only what its own statement shows is money.</translation>
    </message>
    <message>
        <source>When the customer has sent the money, look again with Ctrl+R.</source>
        <translation>When the customer has sent the money, look again with Ctrl+R.</translation>
    </message>
    <message>
        <source>A code or password has brought this. Its cash is given from the list at the right.</source>
        <translation>A code or password has brought this. Its cash is given from the list at the right.</translation>
    </message>
    <message>
        <source>way</source>
        <translation>way</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>choose</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>look again</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>amount</translation>
    </message>
    <message>
        <source>next field, then collect</source>
        <translation>next field, then collect</translation>
    </message>
    <message>
        <source>show the code</source>
        <translation>show the code</translation>
    </message>
    <message>
        <source>list</source>
        <translation>list</translation>
    </message>
    <message>
        <source>What has arrived</source>
        <translation>What has arrived</translation>
    </message>
    <message>
        <source>Nothing has arrived</source>
        <translation>Nothing has arrived</translation>
    </message>
    <message>
        <source>Not known what has arrived</source>
        <translation>Not known what has arrived</translation>
    </message>
    <message>
        <source>Look again with Ctrl+R.</source>
        <translation>Look again with Ctrl+R.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::BatchSheet</name>
    <message>
        <source>Print result sheet</source>
        <translation>Print result sheet</translation>
    </message>
    <message>
        <source>Result of sending %1</source>
        <translation>Result of sending %1</translation>
    </message>
    <message numerus="yes">
        <source>%n payments</source>
        <translation>
            <numerusform>%n payment</numerusform>
            <numerusform>%n payments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still open</source>
        <translation>
            <numerusform>%n still open</numerusform>
            <numerusform>%n still open</numerusform>
        </translation>
    </message>
    <message>
        <source>next check %1</source>
        <translation>next check %1</translation>
    </message>
    <message>
        <source>Nothing had to be sent.</source>
        <translation>Nothing had to be sent.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::BonPanel</name>
    <message>
        <source>Cash from the customer</source>
        <translation>Cash from the customer</translation>
    </message>
    <message>
        <source>Money received</source>
        <translation>Money received</translation>
    </message>
    <message>
        <source>Still owes</source>
        <translation>Still owes</translation>
    </message>
    <message>
        <source>That is more than the customer owes.</source>
        <translation>That is more than the customer owes.</translation>
    </message>
    <message>
        <source>Owes after that: %1</source>
        <translation>Owes after that: %1</translation>
    </message>
    <message>
        <source>Then nothing is owed any more.</source>
        <translation>Then nothing is owed any more.</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>Recording…</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>amount</translation>
    </message>
    <message>
        <source>money received</source>
        <translation>money received</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>cancel</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CashOutScreen</name>
    <message>
        <source>Nothing collected yet</source>
        <translation>Nothing collected yet</translation>
    </message>
    <message>
        <source>Codes and passwords appear here, also after a restart.</source>
        <translation>Codes and passwords appear here, also after a restart.</translation>
    </message>
    <message>
        <source>CODES AND PASSWORDS</source>
        <translation>CODES AND PASSWORDS</translation>
    </message>
    <message>
        <source>CODES AND PASSWORDS · %1 open</source>
        <translation>CODES AND PASSWORDS · %1 open</translation>
    </message>
    <message>
        <source>Cash for the customer</source>
        <translation>Cash for the customer</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CashPanel</name>
    <message>
        <source>or type: 100 = 100.000</source>
        <translation>or type: 100 = 100.000</translation>
    </message>
    <message>
        <source>Cash received</source>
        <translation>Cash received</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Cost</translation>
    </message>
    <message>
        <source>Profit</source>
        <translation>Profit</translation>
    </message>
    <message>
        <source>CASH RECEIVED</source>
        <translation>CASH RECEIVED</translation>
    </message>
    <message>
        <source>Exact %1</source>
        <translation>Exact %1</translation>
    </message>
    <message>
        <source>%1 short</source>
        <translation>%1 short</translation>
    </message>
    <message>
        <source>Bought before</source>
        <translation>Bought before</translation>
    </message>
    <message>
        <source>Float afterwards</source>
        <translation>Float afterwards</translation>
    </message>
    <message>
        <source>Pay by QRIS</source>
        <translation>Pay by QRIS</translation>
    </message>
    <message>
        <source>QRIS: not now</source>
        <translation>QRIS: not now</translation>
    </message>
    <message>
        <source>On the bon</source>
        <translation>On the bon</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CollectionPanel</name>
    <message>
        <source>Print code</source>
        <translation>Print code</translation>
    </message>
    <message>
        <source>Ask the bank</source>
        <translation>Ask the bank</translation>
    </message>
    <message>
        <source>QRIS code for %1</source>
        <translation>QRIS code for %1</translation>
    </message>
    <message>
        <source>This code is too long for the screen. Print it.</source>
        <translation>This code is too long for the screen. Print it.</translation>
    </message>
    <message>
        <source>The bank is asked</source>
        <translation>The bank is asked</translation>
    </message>
    <message>
        <source>Asking the bank…</source>
        <translation>Asking the bank…</translation>
    </message>
    <message>
        <source>Good for %1 more</source>
        <translation>Good for %1 more</translation>
    </message>
    <message>
        <source>ask the bank</source>
        <translation>ask the bank</translation>
    </message>
    <message>
        <source>print code</source>
        <translation>print code</translation>
    </message>
    <message>
        <source>close; it is followed all the same</source>
        <translation>close; it is followed all the same</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>New code</translation>
    </message>
    <message>
        <source>new code</source>
        <translation>new code</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ComplaintPanel</name>
    <message>
        <source>Complaint</source>
        <translation>Complaint</translation>
    </message>
    <message>
        <source>What does the customer say?</source>
        <translation>What does the customer say?</translation>
    </message>
    <message>
        <source>How to reach the customer</source>
        <translation>How to reach the customer</translation>
    </message>
    <message>
        <source>telephone or house, may be empty</source>
        <translation>telephone or house, may be empty</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>Write it down</translation>
    </message>
    <message>
        <source>It has ended…</source>
        <translation>It has ended…</translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation>In a few words</translation>
    </message>
    <message>
        <source>Close the complaint</source>
        <translation>Close the complaint</translation>
    </message>
    <message>
        <source>How did it end?</source>
        <translation>How did it end?</translation>
    </message>
    <message>
        <source>This moves no money and changes nothing of the payment.</source>
        <translation>This moves no money and changes nothing of the payment.</translation>
    </message>
    <message>
        <source>Nobody has complained of this payment. What is written here stays with it and changes nothing.</source>
        <translation>Nobody has complained of this payment. What is written here stays with it and changes nothing.</translation>
    </message>
    <message>
        <source>Tell: %1</source>
        <translation>Tell: %1</translation>
    </message>
    <message>
        <source>What was found out?</source>
        <translation>What was found out?</translation>
    </message>
    <message>
        <source>how it ended</source>
        <translation>how it ended</translation>
    </message>
    <message>
        <source>close the complaint</source>
        <translation>close the complaint</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>write it down</source>
        <translation>write it down</translation>
    </message>
    <message>
        <source>copy message</source>
        <translation>copy message</translation>
    </message>
    <message>
        <source>open here</source>
        <translation>open here</translation>
    </message>
    <message>
        <source>it has ended</source>
        <translation>it has ended</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CountPanel</name>
    <message>
        <source>How much is in the drawer?</source>
        <translation>How much is in the drawer?</translation>
    </message>
    <message>
        <source>No shift is open. Count the cash before the first sale.</source>
        <translation>No shift is open. Count the cash before the first sale.</translation>
    </message>
    <message>
        <source>Count all of it. What there should be is told after that.</source>
        <translation>Count all of it. What there should be is told after that.</translation>
    </message>
    <message>
        <source>Notes of %1</source>
        <translation>Notes of %1</translation>
    </message>
    <message>
        <source>Coins, all together</source>
        <translation>Coins, all together</translation>
    </message>
    <message>
        <source>Coins</source>
        <translation>Coins</translation>
    </message>
    <message>
        <source>Cash in the drawer</source>
        <translation>Cash in the drawer</translation>
    </message>
    <message>
        <source>Note, if you know of something missing or too much</source>
        <translation>Note, if you know of something missing or too much</translation>
    </message>
    <message>
        <source>Open the shift with %1</source>
        <translation>Open the shift with %1</translation>
    </message>
    <message>
        <source>Close the shift with %1</source>
        <translation>Close the shift with %1</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>Recording…</translation>
    </message>
    <message>
        <source>Nothing is counted. If the drawer is really empty, press Enter once more.</source>
        <translation>Nothing is counted. If the drawer is really empty, press Enter once more.</translation>
    </message>
    <message>
        <source>This is the sum of the notes. F7 empties them; then it can be typed.</source>
        <translation>This is the sum of the notes. F7 empties them; then it can be typed.</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>notes</translation>
    </message>
    <message>
        <source>next kind</source>
        <translation>next kind</translation>
    </message>
    <message>
        <source>type the sum</source>
        <translation>type the sum</translation>
    </message>
    <message>
        <source>start again</source>
        <translation>start again</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>not yet</translation>
    </message>
    <message>
        <source>last report</source>
        <translation>last report</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CustomerCard</name>
    <message>
        <source>Still owes</source>
        <translation>Still owes</translation>
    </message>
    <message>
        <source>Take payment</source>
        <translation>Take payment</translation>
    </message>
    <message>
        <source>Numbers of this customer</source>
        <translation>Numbers of this customer</translation>
    </message>
    <message>
        <source>No number yet</source>
        <translation>No number yet</translation>
    </message>
    <message>
        <source>Add one with F7.</source>
        <translation>Add one with F7.</translation>
    </message>
    <message>
        <source>Sell to this customer</source>
        <translation>Sell to this customer</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Owes something, and does not stand in the book yet.</source>
        <translation>Owes something, and does not stand in the book yet.</translation>
    </message>
    <message>
        <source>Add to the book</source>
        <translation>Add to the book</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CustomerForm</name>
    <message>
        <source>Name, as it is called at the counter</source>
        <translation>Name, as it is called at the counter</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>the blue house, pays on Fridays</source>
        <translation>the blue house, pays on Fridays</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Numbers: phone, meter, PDAM, BPJS</source>
        <translation>Numbers: phone, meter, PDAM, BPJS</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>New customer</translation>
    </message>
    <message>
        <source>Change the customer</source>
        <translation>Change the customer</translation>
    </message>
    <message>
        <source>Number %1</source>
        <translation>Number %1</translation>
    </message>
    <message>
        <source>one more number</source>
        <translation>one more number</translation>
    </message>
    <message>
        <source>which kind?</source>
        <translation>which kind?</translation>
    </message>
    <message>
        <source>Kind of number %1: %2</source>
        <translation>Kind of number %1: %2</translation>
    </message>
    <message>
        <source>Another kind (F6 in the field)</source>
        <translation>Another kind (F6 in the field)</translation>
    </message>
    <message>
        <source>Keeping…</source>
        <translation>Keeping…</translation>
    </message>
    <message>
        <source>next, then keep</source>
        <translation>next, then keep</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>keep</translation>
    </message>
    <message>
        <source>another kind of number</source>
        <translation>another kind of number</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>cancel</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CustomersScreen</name>
    <message>
        <source>Received: %1. Still owes %2.</source>
        <translation>Received: %1. Still owes %2.</translation>
    </message>
    <message>
        <source>Received: %1. Nothing is owed any more.</source>
        <translation>Received: %1. Nothing is owed any more.</translation>
    </message>
    <message>
        <source>The import was taken back.</source>
        <translation>The import was taken back.</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Customers</translation>
    </message>
    <message>
        <source>There are more. Type more of the name.</source>
        <translation>There are more. Type more of the name.</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>New customer</translation>
    </message>
    <message>
        <source>Import contacts</source>
        <translation>Import contacts</translation>
    </message>
    <message>
        <source>name or number</source>
        <translation>name or number</translation>
    </message>
    <message>
        <source>Search the customers</source>
        <translation>Search the customers</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Owing</source>
        <translation>Owing</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Bring the customers from the phone</source>
        <translation>Bring the customers from the phone</translation>
    </message>
    <message>
        <source>1. On the phone open Contacts, then Export or Share, and choose a .vcf file.</source>
        <translation>1. On the phone open Contacts, then Export or Share, and choose a .vcf file.</translation>
    </message>
    <message>
        <source>2. Send the file to this computer: by cable, e-mail or WhatsApp.</source>
        <translation>2. Send the file to this computer: by cable, e-mail or WhatsApp.</translation>
    </message>
    <message>
        <source>3. Press F6 and choose it. You see every line before anything is kept.</source>
        <translation>3. Press F6 and choose it. You see every line before anything is kept.</translation>
    </message>
    <message>
        <source>A table does too: two columns, name and number, saved as CSV.</source>
        <translation>A table does too: two columns, name and number, saved as CSV.</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Choose a file</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>No customers yet</translation>
    </message>
    <message>
        <source>Names that are written down here are found in the sell box.</source>
        <translation>Names that are written down here are found in the sell box.</translation>
    </message>
    <message>
        <source>Nobody owes anything</source>
        <translation>Nobody owes anything</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Nobody found</translation>
    </message>
    <message>
        <source>Press F5 to write this customer down.</source>
        <translation>Press F5 to write this customer down.</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 was removed.</translation>
    </message>
    <message>
        <source>Contacts of the phone, or a table of customers</source>
        <translation>Contacts of the phone, or a table of customers</translation>
    </message>
    <message>
        <source>Contacts (*.vcf *.csv *.txt);;All files (*)</source>
        <translation>Contacts (*.vcf *.csv *.txt);;All files (*)</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>sell</source>
        <translation>sell</translation>
    </message>
    <message>
        <source>change</source>
        <translation>change</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>remove</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>undo</translation>
    </message>
    <message>
        <source>new</source>
        <translation>new</translation>
    </message>
    <message>
        <source>import</source>
        <translation>import</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>everybody</translation>
    </message>
    <message>
        <source>who owes</source>
        <translation>who owes</translation>
    </message>
    <message>
        <source>write down</source>
        <translation>write down</translation>
    </message>
    <message>
        <source>take payment</source>
        <translation>take payment</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::DrawerPanel</name>
    <message>
        <source>Put in</source>
        <translation>Put in</translation>
    </message>
    <message>
        <source>Pay out</source>
        <translation>Pay out</translation>
    </message>
    <message>
        <source>Owner takes</source>
        <translation>Owner takes</translation>
    </message>
    <message>
        <source>The owner puts cash into the drawer.</source>
        <translation>The owner puts cash into the drawer.</translation>
    </message>
    <message>
        <source>The shop pays for something out of the drawer.</source>
        <translation>The shop pays for something out of the drawer.</translation>
    </message>
    <message>
        <source>The owner takes cash home; it is no expense.</source>
        <translation>The owner takes cash home; it is no expense.</translation>
    </message>
    <message>
        <source>Cash besides the sales</source>
        <translation>Cash besides the sales</translation>
    </message>
    <message>
        <source>How much</source>
        <translation>How much</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>What for</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>Recording…</translation>
    </message>
    <message>
        <source>cash besides the sales</source>
        <translation>cash besides the sales</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>amount</translation>
    </message>
    <message>
        <source>next, then record</source>
        <translation>next, then record</translation>
    </message>
    <message>
        <source>another kind</source>
        <translation>another kind</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>cancel</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::FieldPanel</name>
    <message>
        <source>Check</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Tax year</source>
        <translation>Tax year</translation>
    </message>
    <message>
        <source>Identity number (NIK) of the vehicle&apos;s owner</source>
        <translation>Identity number (NIK) of the vehicle&apos;s owner</translation>
    </message>
    <message>
        <source>This year, unless the customer pays an older one.</source>
        <translation>This year, unless the customer pays an older one.</translation>
    </message>
    <message>
        <source>16 digits, from the owner&apos;s identity card. It goes to the tax office and is kept locked.</source>
        <translation>16 digits, from the owner&apos;s identity card. It goes to the tax office and is kept locked.</translation>
    </message>
    <message>
        <source>check</source>
        <translation>check</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>How many months</source>
        <translation>How many months</translation>
    </message>
    <message>
        <source>From 1 to 12, all paid at once.</source>
        <translation>From 1 to 12, all paid at once.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::FingerChoice</name>
    <message>
        <source>Which finger</source>
        <translation>Which finger</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>Which finger of %1?</source>
        <translation>Which finger of %1?</translation>
    </message>
    <message>
        <source>The reader knows this one. It forgets it as soon as it is read anew.</source>
        <translation>The reader knows this one. It forgets it as soon as it is read anew.</translation>
    </message>
    <message>
        <source>It is read several times, and stands beside the PIN: as a second proof before dear payments.</source>
        <translation>It is read several times, and stands beside the PIN: as a second proof before dear payments.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::FingerReading</name>
    <message>
        <source>The reader is let go.</source>
        <translation>The reader is let go.</translation>
    </message>
    <message>
        <source>The reader gets ready.</source>
        <translation>The reader gets ready.</translation>
    </message>
    <message>
        <source>%1 of %2 readings</source>
        <translation>%1 of %2 readings</translation>
    </message>
    <message>
        <source>Waiting for the reader…</source>
        <translation>Waiting for the reader…</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Settings, Journal (Shift+F10)</source>
        <translation>Settings, Journal (Shift+F10)</translation>
    </message>
    <message>
        <source>Settings, People (Shift+F8)</source>
        <translation>Settings, People (Shift+F8)</translation>
    </message>
    <message>
        <source>Settings, Backup (F7)</source>
        <translation>Settings, Backup (F7)</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::Frame</name>
    <message>
        <source>Close Loket and open it again</source>
        <translation>Close Loket and open it again</translation>
    </message>
    <message numerus="yes">
        <source>%n notices: Settings (F11)</source>
        <translation>
            <numerusform>%n notice: Settings (F11)</numerusform>
            <numerusform>%n notices: Settings (F11)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::HandOverPanel</name>
    <message>
        <source>Kept by the bank, at the shop&apos;s cost</source>
        <translation>Kept by the bank, at the shop&apos;s cost</translation>
    </message>
    <message>
        <source>The shop&apos;s fee</source>
        <translation>The shop&apos;s fee</translation>
    </message>
    <message>
        <source>The customer gets</source>
        <translation>The customer gets</translation>
    </message>
    <message>
        <source>Give the customer</source>
        <translation>Give the customer</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Hand out %1</source>
        <translation>Hand out %1</translation>
    </message>
    <message>
        <source>The bank&apos;s statement is asked once more. Wait with the cash.</source>
        <translation>The bank&apos;s statement is asked once more. Wait with the cash.</translation>
    </message>
    <message>
        <source>next</source>
        <translation>next</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>the shop&apos;s fee</source>
        <translation>the shop&apos;s fee</translation>
    </message>
    <message>
        <source>hand out</source>
        <translation>hand out</translation>
    </message>
    <message>
        <source>later</source>
        <translation>later</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>Money has arrived</source>
        <translation>Money has arrived</translation>
    </message>
    <message>
        <source>The fee is as much as the money that has arrived.</source>
        <translation>The fee is as much as the money that has arrived.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::HistoryScreen</name>
    <message>
        <source>Nothing found</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>Search by name, number, product, reference or claim code.</source>
        <translation>Search by name, number, product, reference or claim code.</translation>
    </message>
    <message>
        <source>name, number, product, reference, claim code</source>
        <translation>name, number, product, reference, claim code</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Search the history</translation>
    </message>
    <message>
        <source>History</source>
        <translation>History</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>Success</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>details</source>
        <translation>details</translation>
    </message>
    <message>
        <source>close</source>
        <translation>close</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>clear</translation>
    </message>
    <message>
        <source>sell</source>
        <translation>sell</translation>
    </message>
    <message>
        <source>Not printed</source>
        <translation>Not printed</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>filter</translation>
    </message>
    <message>
        <source>Complaints</source>
        <translation>Complaints</translation>
    </message>
    <message>
        <source>Complaints %1</source>
        <translation>Complaints %1</translation>
    </message>
    <message>
        <source>complaint</source>
        <translation>complaint</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ImportPanel</name>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>New</source>
        <translation>New</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>Already there</translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation>Not usable</translation>
    </message>
    <message>
        <source>What the import would do</source>
        <translation>What the import would do</translation>
    </message>
    <message>
        <source>Nothing of this kind</source>
        <translation>Nothing of this kind</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Keep the new ones</source>
        <translation>Keep the new ones</translation>
    </message>
    <message>
        <source>Nothing is kept before you say so; all of it can be taken back.</source>
        <translation>Nothing is kept before you say so; all of it can be taken back.</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>This file cannot be read.</translation>
    </message>
    <message>
        <source>Import from %1</source>
        <translation>Import from %1</translation>
    </message>
    <message>
        <source>Keeping…</source>
        <translation>Keeping…</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>Reading the file…</translation>
    </message>
    <message>
        <source>look</source>
        <translation>look</translation>
    </message>
    <message>
        <source>which ones</source>
        <translation>which ones</translation>
    </message>
    <message>
        <source>keep the new ones</source>
        <translation>keep the new ones</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>cancel</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::LoginScreen</name>
    <message>
        <source>Type your PIN to open the counter</source>
        <translation>Type your PIN to open the counter</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Opening the encrypted shop…</source>
        <translation>Opening the encrypted shop…</translation>
    </message>
    <message>
        <source>Locked. Whoever comes types the PIN</source>
        <translation>Locked. Whoever comes types the PIN</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>Looking at the PIN…</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Recovery code</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::OpenShiftPanel</name>
    <message>
        <source>The shift is open</source>
        <translation>The shift is open</translation>
    </message>
    <message>
        <source>Nothing was sold yet.</source>
        <translation>Nothing was sold yet.</translation>
    </message>
    <message>
        <source>What the drawer should have is told when it has been counted.</source>
        <translation>What the drawer should have is told when it has been counted.</translation>
    </message>
    <message>
        <source>Close the shift</source>
        <translation>Close the shift</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Sales</translation>
    </message>
    <message>
        <source>Sold for</source>
        <translation>Sold for</translation>
    </message>
    <message>
        <source>%1 against what the books had at the opening.</source>
        <translation>%1 against what the books had at the opening.</translation>
    </message>
    <message>
        <source>close the shift</source>
        <translation>close the shift</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>look again</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::OutcomePanel</name>
    <message>
        <source>Print copy</source>
        <translation>Print copy</translation>
    </message>
    <message>
        <source>received %1 · paid %2</source>
        <translation>received %1 · paid %2</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Exact cash</source>
        <translation>Exact cash</translation>
    </message>
    <message>
        <source>Claim code, printed on the slip</source>
        <translation>Claim code, printed on the slip</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Serial number</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Deposit accepted</source>
        <translation>Deposit accepted</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>In the queue</translation>
    </message>
    <message>
        <source>To the customer: the result follows</source>
        <translation>To the customer: the result follows</translation>
    </message>
    <message>
        <source>Do not repeat this</source>
        <translation>Do not repeat this</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Change %1</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Give back to the customer</source>
        <translation>Give back to the customer</translation>
    </message>
    <message>
        <source>and the change of %1, if it was not handed over yet</source>
        <translation>and the change of %1, if it was not handed over yet</translation>
    </message>
    <message>
        <source>Cash given back</source>
        <translation>Cash given back</translation>
    </message>
    <message>
        <source>Nothing was paid</source>
        <translation>Nothing was paid</translation>
    </message>
    <message>
        <source>Call the owner</source>
        <translation>Call the owner</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 for %2</translation>
    </message>
    <message>
        <source>Print slip</source>
        <translation>Print slip</translation>
    </message>
    <message>
        <source>Cash handed back</source>
        <translation>Cash handed back</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>type</source>
        <translation>type</translation>
    </message>
    <message>
        <source>cash handed back</source>
        <translation>cash handed back</translation>
    </message>
    <message>
        <source>later, from the queue</source>
        <translation>later, from the queue</translation>
    </message>
    <message>
        <source>letters / digits</source>
        <translation>letters / digits</translation>
    </message>
    <message>
        <source>next sale</source>
        <translation>next sale</translation>
    </message>
    <message>
        <source>print</source>
        <translation>print</translation>
    </message>
    <message>
        <source>copy text</source>
        <translation>copy text</translation>
    </message>
    <message>
        <source>received %1 · left here %2</source>
        <translation>received %1 · left here %2</translation>
    </message>
    <message>
        <source>Tell</source>
        <comment>the customer, by a message</comment>
        <translation>Tell</translation>
    </message>
    <message>
        <source>tell the customer</source>
        <translation>tell the customer</translation>
    </message>
    <message>
        <source>%1 by QRIS</source>
        <translation>%1 by QRIS</translation>
    </message>
    <message>
        <source>Paid by QRIS</source>
        <translation>Paid by QRIS</translation>
    </message>
    <message>
        <source>Paid by QRIS; it goes back in cash, out of the drawer.</source>
        <translation>Paid by QRIS; it goes back in cash, out of the drawer.</translation>
    </message>
    <message>
        <source>%1 is owed</source>
        <translation>%1 is owed</translation>
    </message>
    <message>
        <source>On the bon of %1</source>
        <translation>On the bon of %1</translation>
    </message>
    <message>
        <source>Comes off the bon of %1</source>
        <translation>Comes off the bon of %1</translation>
    </message>
    <message>
        <source>Only what was paid on it meanwhile goes back in cash.</source>
        <translation>Only what was paid on it meanwhile goes back in cash.</translation>
    </message>
    <message>
        <source>Take it off the bon</source>
        <translation>Take it off the bon</translation>
    </message>
    <message>
        <source>take it off the bon</source>
        <translation>take it off the bon</translation>
    </message>
    <message>
        <source>Taken off the bon</source>
        <translation>Taken off the bon</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PaperPanel</name>
    <message>
        <source>Printer and paper</source>
        <translation>Printer and paper</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Try it</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Printers at this computer</source>
        <translation>Printers at this computer</translation>
    </message>
    <message>
        <source>Address of the printer: empty prints nothing</source>
        <translation>Address of the printer: empty prints nothing</translation>
    </message>
    <message>
        <source>Address of the printer</source>
        <translation>Address of the printer</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>Cash drawer at the printer</source>
        <translation>Cash drawer at the printer</translation>
    </message>
    <message>
        <source>None</source>
        <translation>None</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Yes, the other pin</source>
        <translation>Yes, the other pin</translation>
    </message>
    <message>
        <source>Under the shop&apos;s name</source>
        <translation>Under the shop&apos;s name</translation>
    </message>
    <message>
        <source>At the very end</source>
        <translation>At the very end</translation>
    </message>
    <message>
        <source>The shop&apos;s mark, over its name</source>
        <translation>The shop&apos;s mark, over its name</translation>
    </message>
    <message>
        <source>Choose a picture…</source>
        <translation>Choose a picture…</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>Without</translation>
    </message>
    <message>
        <source>one more line</source>
        <translation>one more line</translation>
    </message>
    <message>
        <source>Looking for printers…</source>
        <translation>Looking for printers…</translation>
    </message>
    <message>
        <source>No printer was found here. Plug it in and press F5, or type its address.</source>
        <translation>No printer was found here. Plug it in and press F5, or type its address.</translation>
    </message>
    <message>
        <source>Found at this computer (F5 looks again)</source>
        <translation>Found at this computer (F5 looks again)</translation>
    </message>
    <message>
        <source>Sending it to the printer…</source>
        <translation>Sending it to the printer…</translation>
    </message>
    <message>
        <source>Kept. From now on all paper looks like this.</source>
        <translation>Kept. From now on all paper looks like this.</translation>
    </message>
    <message>
        <source>The shop&apos;s mark</source>
        <translation>The shop&apos;s mark</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.svg *.bmp);;All files (*)</source>
        <translation>Pictures (*.png *.jpg *.jpeg *.svg *.bmp);;All files (*)</translation>
    </message>
    <message>
        <source>This picture is too large: at most %1 pixels a side.</source>
        <translation>This picture is too large: at most %1 pixels a side.</translation>
    </message>
    <message>
        <source>That is no picture, or nothing on it is dark.</source>
        <translation>That is no picture, or nothing on it is dark.</translation>
    </message>
    <message>
        <source>Not kept yet. Ctrl+Enter keeps it, Esc once more lets it go.</source>
        <translation>Not kept yet. Ctrl+Enter keeps it, Esc once more lets it go.</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>choose</translation>
    </message>
    <message>
        <source>look for printers</source>
        <translation>look for printers</translation>
    </message>
    <message>
        <source>try it</source>
        <translation>try it</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>keep</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>Somebody else has changed printer or paper meanwhile. What you changed is on top of that: look again, then keep it.</source>
        <translation>Somebody else has changed printer or paper meanwhile. What you changed is on top of that: look again, then keep it.</translation>
    </message>
    <message>
        <source>F5 tries again.</source>
        <translation>F5 tries again.</translation>
    </message>
    <message>
        <source>Seal on a receipt: what it is checked by</source>
        <translation>Seal on a receipt: what it is checked by</translation>
    </message>
    <message>
        <source>Seal on a receipt</source>
        <translation>Seal on a receipt</translation>
    </message>
    <message>
        <source>Letters and code</source>
        <translation>Letters and code</translation>
    </message>
    <message>
        <source>Letters alone</source>
        <translation>Letters alone</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PaymentDetailPanel</name>
    <message>
        <source>Cash handed back</source>
        <translation>Cash handed back</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Serial number</translation>
    </message>
    <message>
        <source>Claim code</source>
        <translation>Claim code</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Reference</translation>
    </message>
    <message>
        <source>Cash / change</source>
        <translation>Cash / change</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Cost</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>Supplier</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Printed</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <translation>
            <numerusform>once</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message>
        <source>What happened · %1</source>
        <translation>What happened · %1</translation>
    </message>
    <message>
        <source>%1 handed back</source>
        <translation>%1 handed back</translation>
    </message>
    <message>
        <source>Tell the customer</source>
        <translation>Tell the customer</translation>
    </message>
    <message>
        <source>print</source>
        <translation>print</translation>
    </message>
    <message>
        <source>tell the customer</source>
        <translation>tell the customer</translation>
    </message>
    <message>
        <source>Paid by QRIS</source>
        <translation>Paid by QRIS</translation>
    </message>
    <message>
        <source>Decide…</source>
        <translation>Decide…</translation>
    </message>
    <message>
        <source>decide</source>
        <translation>decide</translation>
    </message>
    <message>
        <source>Sold by</source>
        <translation>Sold by</translation>
    </message>
    <message>
        <source>On the bon of</source>
        <translation>On the bon of</translation>
    </message>
    <message>
        <source>Take %1 off the bon</source>
        <translation>Take %1 off the bon</translation>
    </message>
    <message>
        <source>The paper came out</source>
        <translation>The paper came out</translation>
    </message>
    <message>
        <source>No paper needed</source>
        <translation>No paper needed</translation>
    </message>
    <message>
        <source>paper is in order</source>
        <translation>paper is in order</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>Complaint</translation>
    </message>
    <message>
        <source>complaint</source>
        <translation>complaint</translation>
    </message>
    <message>
        <source>cash handed back</source>
        <translation>cash handed back</translation>
    </message>
    <message>
        <source>take it off the bon</source>
        <translation>take it off the bon</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Print</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PeoplePanel</name>
    <message>
        <source>People</source>
        <translation>People</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>One-time codes</source>
        <translation>One-time codes</translation>
    </message>
    <message>
        <source>Finger at this computer&apos;s reader</source>
        <translation>Finger at this computer&apos;s reader</translation>
    </message>
    <message>
        <source>Take somebody on</source>
        <translation>Take somebody on</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>New PIN</translation>
    </message>
    <message>
        <source>Set up one-time codes</source>
        <translation>Set up one-time codes</translation>
    </message>
    <message>
        <source>Give up the codes</source>
        <translation>Give up the codes</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Take out</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>Somebody new</translation>
    </message>
    <message>
        <source>Name, as it stands on receipts and in the journal</source>
        <translation>Name, as it stands on receipts and in the journal</translation>
    </message>
    <message>
        <source>Role; another one later only by taking the person out and on again</source>
        <translation>Role; another one later only by taking the person out and on again</translation>
    </message>
    <message>
        <source>Yes, with my PIN</source>
        <translation>Yes, with my PIN</translation>
    </message>
    <message>
        <source>or typed by hand:</source>
        <translation>or typed by hand:</translation>
    </message>
    <message>
        <source>It is in the telephone</source>
        <translation>It is in the telephone</translation>
    </message>
    <message>
        <source>one-time codes</source>
        <translation>one-time codes</translation>
    </message>
    <message>
        <source>finger</source>
        <translation>finger</translation>
    </message>
    <message>
        <source>stands here</source>
        <translation>stands here</translation>
    </message>
    <message>
        <source>The absent owner&apos;s code</source>
        <translation>The absent owner&apos;s code</translation>
    </message>
    <message>
        <source>a name, a role and a PIN of their own</source>
        <translation>a name, a role and a PIN of their own</translation>
    </message>
    <message>
        <source>opens Loket at this computer</source>
        <translation>opens Loket at this computer</translation>
    </message>
    <message>
        <source>none known</source>
        <translation>none known</translation>
    </message>
    <message>
        <source>Where it takes two, or the owner wants a second proof, whoever stands here can ask for six digits from the owner&apos;s telephone. It is another code than the owner&apos;s own one.</source>
        <translation>Where it takes two, or the owner wants a second proof, whoever stands here can ask for six digits from the owner&apos;s telephone. It is another code than the owner&apos;s own one.</translation>
    </message>
    <message>
        <source>They open Loket here with a PIN that only they know, and what they sell stands in their name.</source>
        <translation>They open Loket here with a PIN that only they know, and what they sell stands in their name.</translation>
    </message>
    <message>
        <source>Take %1 out?</source>
        <translation>Take %1 out?</translation>
    </message>
    <message>
        <source>The PIN opens nothing any more, and codes and fingers prove nothing. What was sold in this name stays.</source>
        <translation>The PIN opens nothing any more, and codes and fingers prove nothing. What was sold in this name stays.</translation>
    </message>
    <message>
        <source>Give up the absent owner&apos;s code?</source>
        <translation>Give up the absent owner&apos;s code?</translation>
    </message>
    <message>
        <source>No six digits that are read out over the telephone are good any more, until another one is set up.</source>
        <translation>No six digits that are read out over the telephone are good any more, until another one is set up.</translation>
    </message>
    <message>
        <source>Give up the one-time codes of %1?</source>
        <translation>Give up the one-time codes of %1?</translation>
    </message>
    <message>
        <source>No code of that telephone is good any more. Another one is set up by %1 only.</source>
        <translation>No code of that telephone is good any more. Another one is set up by %1 only.</translation>
    </message>
    <message>
        <source>For the absent owner&apos;s telephone</source>
        <translation>For the absent owner&apos;s telephone</translation>
    </message>
    <message>
        <source>For the telephone of %1</source>
        <translation>For the telephone of %1</translation>
    </message>
    <message>
        <source>Scan it with an authenticator app. It is shown this once.</source>
        <translation>Scan it with an authenticator app. It is shown this once.</translation>
    </message>
    <message>
        <source>Code for the authenticator app</source>
        <translation>Code for the authenticator app</translation>
    </message>
    <message>
        <source>PIN of %1</source>
        <translation>PIN of %1</translation>
    </message>
    <message>
        <source>The one that you have now.</source>
        <translation>The one that you have now.</translation>
    </message>
    <message>
        <source>So that nobody does it at a counter that was left open.</source>
        <translation>So that nobody does it at a counter that was left open.</translation>
    </message>
    <message>
        <source>Your new PIN</source>
        <translation>Your new PIN</translation>
    </message>
    <message>
        <source>New PIN of %1</source>
        <translation>New PIN of %1</translation>
    </message>
    <message>
        <source>Six digits that only you know.</source>
        <translation>Six digits that only you know.</translation>
    </message>
    <message>
        <source>Six digits that %1 types and nobody else sees.</source>
        <translation>Six digits that %1 types and nobody else sees.</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>The same once more</translation>
    </message>
    <message>
        <source>So that no finger slipped.</source>
        <translation>So that no finger slipped.</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>Looking at the PIN…</translation>
    </message>
    <message>
        <source>Being kept…</source>
        <translation>Being kept…</translation>
    </message>
    <message>
        <source>The two were not the same. Type the new one again.</source>
        <translation>The two were not the same. Type the new one again.</translation>
    </message>
    <message>
        <source>That is not this PIN. Nothing was done.</source>
        <translation>That is not this PIN. Nothing was done.</translation>
    </message>
    <message>
        <source>%1 can open Loket here now.</source>
        <translation>%1 can open Loket here now.</translation>
    </message>
    <message>
        <source>%1 has a new PIN. The old one opens nothing any more.</source>
        <translation>%1 has a new PIN. The old one opens nothing any more.</translation>
    </message>
    <message>
        <source>%1 opens nothing here any more.</source>
        <translation>%1 opens nothing here any more.</translation>
    </message>
    <message>
        <source>Set up. Its codes are good from now on.</source>
        <translation>Set up. Its codes are good from now on.</translation>
    </message>
    <message>
        <source>Given up. None of its codes is good any more.</source>
        <translation>Given up. None of its codes is good any more.</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>role</source>
        <translation>role</translation>
    </message>
    <message>
        <source>go on</source>
        <translation>go on</translation>
    </message>
    <message>
        <source>yes, with my PIN</source>
        <translation>yes, with my PIN</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>cancel</translation>
    </message>
    <message>
        <source>it is in the telephone</source>
        <translation>it is in the telephone</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>take somebody on</source>
        <translation>take somebody on</translation>
    </message>
    <message>
        <source>new PIN</source>
        <translation>new PIN</translation>
    </message>
    <message>
        <source>set up codes</source>
        <translation>set up codes</translation>
    </message>
    <message>
        <source>give up codes</source>
        <translation>give up codes</translation>
    </message>
    <message>
        <source>take out</source>
        <translation>take out</translation>
    </message>
    <message>
        <source>Make a finger known</source>
        <translation>Make a finger known</translation>
    </message>
    <message>
        <source>Have the fingers forgotten</source>
        <translation>Have the fingers forgotten</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>a finger, and whose</comment>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>Have the fingers of %1 forgotten?</source>
        <translation>Have the fingers of %1 forgotten?</translation>
    </message>
    <message>
        <source>This computer&apos;s reader knows none of them any more. PIN and codes stay as they are.</source>
        <translation>This computer&apos;s reader knows none of them any more. PIN and codes stay as they are.</translation>
    </message>
    <message>
        <source>The %1 of %2 is known now.</source>
        <comment>a finger, and whose</comment>
        <translation>The %1 of %2 is known now.</translation>
    </message>
    <message>
        <source>The reader knows no finger of %1 any more.</source>
        <translation>The reader knows no finger of %1 any more.</translation>
    </message>
    <message>
        <source>which one</source>
        <translation>which one</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>stop</translation>
    </message>
    <message>
        <source>make a finger known</source>
        <translation>make a finger known</translation>
    </message>
    <message>
        <source>forget the fingers</source>
        <translation>forget the fingers</translation>
    </message>
    <message>
        <source>Make a new recovery code</source>
        <translation>Make a new recovery code</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>on the owner&apos;s paper</source>
        <translation>on the owner&apos;s paper</translation>
    </message>
    <message>
        <source>With it the owner opens the shop when the PIN is forgotten, and a backup when this computer is lost. It was shown once, for the owner&apos;s paper. If the paper is lost, or somebody else has seen it, make a new one. Where somebody may have copied this shop&apos;s files too, only loketctl vault rekey keeps them out.</source>
        <translation>With it the owner opens the shop when the PIN is forgotten, and a backup when this computer is lost. It was shown once, for the owner&apos;s paper. If the paper is lost, or somebody else has seen it, make a new one. Where somebody may have copied this shop&apos;s files too, only loketctl vault rekey keeps them out.</translation>
    </message>
    <message>
        <source>The new recovery code, for the owner&apos;s paper</source>
        <translation>The new recovery code, for the owner&apos;s paper</translation>
    </message>
    <message>
        <source>Write it down now: it is shown this once. The old one is good until you say that this one is on paper.</source>
        <translation>Write it down now: it is shown this once. The old one is good until you say that this one is on paper.</translation>
    </message>
    <message>
        <source>The recovery code, for a telephone that you keep safe</source>
        <translation>The recovery code, for a telephone that you keep safe</translation>
    </message>
    <message>
        <source>It is on paper</source>
        <translation>It is on paper</translation>
    </message>
    <message>
        <source>Make a new recovery code?</source>
        <translation>Make a new recovery code?</translation>
    </message>
    <message>
        <source>Have paper and pen at hand, and nobody beside you. The code you have now opens this shop no more, but backups that were made with it still want it: keep the old paper, locked away, as long as you keep those.</source>
        <translation>Have paper and pen at hand, and nobody beside you. The code you have now opens this shop no more, but backups that were made with it still want it: keep the old paper, locked away, as long as you keep those.</translation>
    </message>
    <message>
        <source>The new recovery code is good. The old one opens nothing here any more.</source>
        <translation>The new recovery code is good. The old one opens nothing here any more.</translation>
    </message>
    <message>
        <source>it is on paper</source>
        <translation>it is on paper</translation>
    </message>
    <message>
        <source>new recovery code</source>
        <translation>new recovery code</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ProofPanel</name>
    <message>
        <source>Go on</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>Six digits, as the absent owner reads them from the telephone</source>
        <translation>Six digits, as the absent owner reads them from the telephone</translation>
    </message>
    <message>
        <source>Six digits from your own telephone</source>
        <translation>Six digits from your own telephone</translation>
    </message>
    <message>
        <source>go on</source>
        <translation>go on</translation>
    </message>
    <message>
        <source>my own code</source>
        <translation>my own code</translation>
    </message>
    <message>
        <source>the owner&apos;s code</source>
        <translation>the owner&apos;s code</translation>
    </message>
    <message>
        <source>my finger</source>
        <translation>my finger</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>Touch the reader. Your finger is waited for.</source>
        <translation>Touch the reader. Your finger is waited for.</translation>
    </message>
    <message>
        <source>Being looked at…</source>
        <translation>Being looked at…</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::QueueScreen</name>
    <message>
        <source>Nothing is waiting</source>
        <translation>Nothing is waiting</translation>
    </message>
    <message>
        <source>Deposits and payments without a result appear here by themselves.</source>
        <translation>Deposits and payments without a result appear here by themselves.</translation>
    </message>
    <message>
        <source>Every deposit is stored encrypted on this computer and survives a power cut.</source>
        <translation>Every deposit is stored encrypted on this computer and survives a power cut.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Queue</translation>
    </message>
    <message numerus="yes">
        <source>%n payments</source>
        <translation>
            <numerusform>%n payment</numerusform>
            <numerusform>%n payments</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of customers&apos; cash</source>
        <translation>%1 of customers&apos; cash</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Give back</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Decide</translation>
    </message>
    <message>
        <source>Only what was never sent can be cancelled.</source>
        <translation>Only what was never sent can be cancelled.</translation>
    </message>
    <message>
        <source>Cancel %1 for %2 and give %3 back?  Enter: yes   Esc: no</source>
        <translation>Cancel %1 for %2 and give %3 back?  Enter: yes   Esc: no</translation>
    </message>
    <message>
        <source>Sending and asking…</source>
        <translation>Sending and asking…</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 of %2 done</translation>
    </message>
    <message>
        <source>yes, cancel and give back</source>
        <translation>yes, cancel and give back</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>details</source>
        <translation>details</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>cancel</translation>
    </message>
    <message>
        <source>send now</source>
        <translation>send now</translation>
    </message>
    <message>
        <source>print</source>
        <translation>print</translation>
    </message>
    <message>
        <source>close</source>
        <translation>close</translation>
    </message>
    <message>
        <source>sell</source>
        <translation>sell</translation>
    </message>
    <message>
        <source>complaint</source>
        <translation>complaint</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ReadBackPanel</name>
    <message>
        <source>Read aloud:</source>
        <translation>Read aloud:</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Pay</translation>
    </message>
    <message>
        <source>In the name of</source>
        <translation>In the name of</translation>
    </message>
    <message>
        <source>This number seems to belong to another operator. Ask the customer.</source>
        <translation>This number seems to belong to another operator. Ask the customer.</translation>
    </message>
    <message>
        <source>Buy again</source>
        <translation>Buy again</translation>
    </message>
    <message>
        <source>Accept deposit</source>
        <translation>Accept deposit</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>buy again</source>
        <translation>buy again</translation>
    </message>
    <message>
        <source>pay</source>
        <translation>pay</translation>
    </message>
    <message>
        <source>cash received</source>
        <translation>cash received</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>other cash, 100 = 100.000</source>
        <translation>other cash, 100 = 100.000</translation>
    </message>
    <message>
        <source>by QRIS</source>
        <translation>by QRIS</translation>
    </message>
    <message>
        <source>on the bon</source>
        <translation>on the bon</translation>
    </message>
    <message>
        <source>A second proof is asked for next. Do not take money yet.</source>
        <translation>A second proof is asked for next. Do not take money yet.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ReceiptPanel</name>
    <message>
        <source>Receipt copied, paste it into a message</source>
        <translation>Receipt copied, paste it into a message</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::RoutingForm</name>
    <message>
        <source>Suppliers, the preferred ones first</source>
        <translation>Suppliers, the preferred ones first</translation>
    </message>
    <message>
        <source>No supplier yet</source>
        <translation>No supplier yet</translation>
    </message>
    <message>
        <source>The settings file names them.</source>
        <translation>The settings file names them.</translation>
    </message>
    <message>
        <source>What a preferred supplier may cost more</source>
        <translation>What a preferred supplier may cost more</translation>
    </message>
    <message>
        <source>Percent of the last orders that must have gone well</source>
        <translation>Percent of the last orders that must have gone well</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>For example</translation>
    </message>
    <message>
        <source>The first one gets the order, as long as it costs no more than it may. Those that are not preferred go by price alone.</source>
        <translation>The first one gets the order, as long as it costs no more than it may. Those that are not preferred go by price alone.</translation>
    </message>
    <message>
        <source>So much more may a supplier cost than one that stands a place lower; with Rp0 the cheapest is taken.</source>
        <translation>So much more may a supplier cost than one that stands a place lower; with Rp0 the cheapest is taken.</translation>
    </message>
    <message>
        <source>A supplier of whose last orders fewer have gone well is taken only when nobody better can deliver.</source>
        <translation>A supplier of whose last orders fewer have gone well is taken only when nobody better can deliver.</translation>
    </message>
    <message>
        <source>preferred</source>
        <translation>preferred</translation>
    </message>
    <message>
        <source>by price alone</source>
        <translation>by price alone</translation>
    </message>
    <message>
        <source>Nobody is left out, however often it fails.</source>
        <translation>Nobody is left out, however often it fails.</translation>
    </message>
    <message>
        <source>With %1% a supplier that failed %2 of 100 orders is still taken; with one more it comes last.</source>
        <translation>With %1% a supplier that failed %2 of 100 orders is still taken; with one more it comes last.</translation>
    </message>
    <message>
        <source>%1: %2 → %3. The customer pays %4, %5 is left.</source>
        <translation>%1: %2 → %3. The customer pays %4, %5 is left.</translation>
    </message>
    <message>
        <source>Every product has only one supplier: there is nothing to choose.</source>
        <translation>Every product has only one supplier: there is nothing to choose.</translation>
    </message>
    <message>
        <source>Nobody is preferred: the cheapest supplier gets the order.</source>
        <translation>Nobody is preferred: the cheapest supplier gets the order.</translation>
    </message>
    <message>
        <source>A preferred supplier may cost nothing more yet: nothing is bought elsewhere.</source>
        <translation>A preferred supplier may cost nothing more yet: nothing is bought elsewhere.</translation>
    </message>
    <message>
        <source>With this no product is bought from another supplier than before.</source>
        <translation>With this no product is bought from another supplier than before.</translation>
    </message>
    <message>
        <source>First prefer a supplier, in the line above.</source>
        <translation>First prefer a supplier, in the line above.</translation>
    </message>
    <message>
        <source>That is more than any goods cost.</source>
        <translation>That is more than any goods cost.</translation>
    </message>
    <message>
        <source>From 0 to 100.</source>
        <translation>From 0 to 100.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::RuleForm</name>
    <message>
        <source>Margin</source>
        <translation>Margin</translation>
    </message>
    <message>
        <source>Rounded up to</source>
        <translation>Rounded up to</translation>
    </message>
    <message>
        <source>Service fee</source>
        <translation>Service fee</translation>
    </message>
    <message>
        <source>This kind of goods has margins of its own.</source>
        <translation>This kind of goods has margins of its own.</translation>
    </message>
    <message>
        <source>Follows the margin of everything else. What you type here makes margins of its own.</source>
        <translation>Follows the margin of everything else. What you type here makes margins of its own.</translation>
    </message>
    <message>
        <source>This product has a margin of its own.</source>
        <translation>This product has a margin of its own.</translation>
    </message>
    <message>
        <source>Follows the margin of %1. What you type here makes a margin of its own.</source>
        <translation>Follows the margin of %1. What you type here makes a margin of its own.</translation>
    </message>
    <message>
        <source>everything else</source>
        <translation>everything else</translation>
    </message>
    <message>
        <source>Counts for all goods without margins of their own. Selling price: cost plus margin, rounded up.</source>
        <translation>Counts for all goods without margins of their own. Selling price: cost plus margin, rounded up.</translation>
    </message>
    <message>
        <source>Of bills only the service fee is added; the admin fee is the supplier&apos;s.</source>
        <translation>Of bills only the service fee is added; the admin fee is the supplier&apos;s.</translation>
    </message>
    <message>
        <source>No margin of its own</source>
        <translation>No margin of its own</translation>
    </message>
    <message>
        <source>No margins of its own</source>
        <translation>No margins of its own</translation>
    </message>
    <message>
        <source>Rounding is between Rp1 and %1. Rp1 rounds nothing.</source>
        <translation>Rounding is between Rp1 and %1. Rp1 rounds nothing.</translation>
    </message>
    <message>
        <source>That is more than a margin can be.</source>
        <translation>That is more than a margin can be.</translation>
    </message>
    <message>
        <source>There is no price list yet. F6 in the price list asks the suppliers.</source>
        <translation>There is no price list yet. F6 in the price list asks the suppliers.</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>Supplier</translation>
    </message>
    <message>
        <source>Takes above the bill</source>
        <translation>Takes above the bill</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Added</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>For example</translation>
    </message>
    <message>
        <source>No product has this rule now.</source>
        <translation>No product has this rule now.</translation>
    </message>
    <message numerus="yes">
        <source>and %1 more products</source>
        <translation>
            <numerusform>and %1 more product</numerusform>
            <numerusform>and %1 more products</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::RulesPanel</name>
    <message>
        <source>Margins and suppliers</source>
        <translation>Margins and suppliers</translation>
    </message>
    <message>
        <source>as everything else</source>
        <translation>as everything else</translation>
    </message>
    <message>
        <source>as its kind of goods</source>
        <translation>as its kind of goods</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>not saved</translation>
    </message>
    <message>
        <source>%1 not saved</source>
        <translation>%1 not saved</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>change</source>
        <translation>change</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>as it was</translation>
    </message>
    <message>
        <source>save</source>
        <translation>save</translation>
    </message>
    <message>
        <source>price list</source>
        <translation>price list</translation>
    </message>
    <message>
        <source>up or down</source>
        <translation>up or down</translation>
    </message>
    <message>
        <source>done</source>
        <translation>done</translation>
    </message>
    <message>
        <source>next field</source>
        <translation>next field</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SavePricesPanel</name>
    <message>
        <source>What will change</source>
        <translation>What will change</translation>
    </message>
    <message>
        <source>Sell below cost all the same</source>
        <translation>Sell below cost all the same</translation>
    </message>
    <message>
        <source>Back to the former prices</source>
        <translation>Back to the former prices</translation>
    </message>
    <message>
        <source>Somebody else has changed the prices meanwhile. This list is on top of that: look again.</source>
        <translation>Somebody else has changed the prices meanwhile. This list is on top of that: look again.</translation>
    </message>
    <message numerus="yes">
        <source>%1 products would cost the shop more than the customer pays.</source>
        <translation>
            <numerusform>%1 product would cost the shop more than the customer pays.</numerusform>
            <numerusform>%1 products would cost the shop more than the customer pays.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody here is the owner: prices cannot be saved.</source>
        <translation>Nobody here is the owner: prices cannot be saved.</translation>
    </message>
    <message>
        <source>Prices are the owner&apos;s: PIN of %1</source>
        <translation>Prices are the owner&apos;s: PIN of %1</translation>
    </message>
    <message>
        <source>PIN of %1</source>
        <translation>PIN of %1</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>Looking at the PIN…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>That is not the owner&apos;s PIN. Nothing was saved, the list is kept.</source>
        <translation>That is not the owner&apos;s PIN. Nothing was saved, the list is kept.</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>take this line back</source>
        <translation>take this line back</translation>
    </message>
    <message>
        <source>below cost all the same</source>
        <translation>below cost all the same</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SearchPanel</name>
    <message>
        <source>No product here</source>
        <translation>No product here</translation>
    </message>
    <message>
        <source>Type less, or bring the price list up to date in Settings.</source>
        <translation>Type less, or bring the price list up to date in Settings.</translation>
    </message>
    <message>
        <source>name, number or product</source>
        <translation>name, number or product</translation>
    </message>
    <message>
        <source>narrow down: 50, telkomsel…</source>
        <translation>narrow down: 50, telkomsel…</translation>
    </message>
    <message>
        <source>Nothing fits “%1”. Try a name, a full number, or a door below.</source>
        <translation>Nothing fits “%1”. Try a name, a full number, or a door below.</translation>
    </message>
    <message>
        <source>letters / digits</source>
        <translation>letters / digits</translation>
    </message>
    <message>
        <source>search</source>
        <translation>search</translation>
    </message>
    <message>
        <source>product doors</source>
        <translation>product doors</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>choose</translation>
    </message>
    <message>
        <source>directly</source>
        <translation>directly</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>nominal</source>
        <translation>nominal</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>clear</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>check</source>
        <translation>check</translation>
    </message>
    <message>
        <source>other product</source>
        <translation>other product</translation>
    </message>
    <message>
        <source>goods of the shop</source>
        <translation>goods of the shop</translation>
    </message>
    <message>
        <source>“%1” is on a slip: %2 · %3. Enter opens it.</source>
        <translation>“%1” is on a slip: %2 · %3. Enter opens it.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SecondAsk</name>
    <message>
        <source>Who else agrees?</source>
        <translation>Who else agrees?</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SellScreen</name>
    <message>
        <source>No sales yet today</source>
        <translation>No sales yet today</translation>
    </message>
    <message>
        <source>The first one appears here.</source>
        <translation>The first one appears here.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SenderForm</name>
    <message>
        <source>Who brings the money</source>
        <translation>Who brings the money</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SettingsScreen</name>
    <message>
        <source>This shop</source>
        <translation>This shop</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Health</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Outlet</source>
        <translation>Outlet</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>none</source>
        <translation>none</translation>
    </message>
    <message>
        <source>Margin / rounding</source>
        <translation>Margin / rounding</translation>
    </message>
    <message>
        <source>Deposits without network</source>
        <translation>Deposits without network</translation>
    </message>
    <message>
        <source>up to %1, %2 in all</source>
        <translation>up to %1, %2 in all</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>Look at this</source>
        <translation>Look at this</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>sell</source>
        <translation>sell</translation>
    </message>
    <message>
        <source>Screen for the customer</source>
        <translation>Screen for the customer</translation>
    </message>
    <message>
        <source>Price list</source>
        <translation>Price list</translation>
    </message>
    <message>
        <source>price list</source>
        <translation>price list</translation>
    </message>
    <message>
        <source>Printer and paper</source>
        <translation>Printer and paper</translation>
    </message>
    <message>
        <source>printer and paper</source>
        <translation>printer and paper</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>backup</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limits</translation>
    </message>
    <message>
        <source>Suppliers</source>
        <translation>Suppliers</translation>
    </message>
    <message>
        <source>limits</source>
        <translation>limits</translation>
    </message>
    <message>
        <source>suppliers</source>
        <translation>suppliers</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>journal</source>
        <translation>journal</translation>
    </message>
    <message>
        <source>About Loket</source>
        <translation>About Loket</translation>
    </message>
    <message>
        <source>about</source>
        <translation>about</translation>
    </message>
    <message>
        <source>People</source>
        <translation>People</translation>
    </message>
    <message>
        <source>people</source>
        <translation>people</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ShiftReportPanel</name>
    <message>
        <source>Sales</source>
        <translation>Sales</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>In all</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>Next shift</source>
        <translation>Next shift</translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation>Drawer</translation>
    </message>
    <message>
        <source>At the opening</source>
        <translation>At the opening</translation>
    </message>
    <message>
        <source>Came in</source>
        <translation>Came in</translation>
    </message>
    <message>
        <source>Went out</source>
        <translation>Went out</translation>
    </message>
    <message>
        <source>Should be there</source>
        <translation>Should be there</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Counted</translation>
    </message>
    <message>
        <source>Deposits by the books</source>
        <translation>Deposits by the books</translation>
    </message>
    <message>
        <source>%1 says %2, %3</source>
        <translation>%1 says %2, %3</translation>
    </message>
    <message>
        <source>%1 has not said how much</source>
        <translation>%1 has not said how much</translation>
    </message>
    <message>
        <source>print</source>
        <translation>print</translation>
    </message>
    <message>
        <source>next shift</source>
        <translation>next shift</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ShiftScreen</name>
    <message>
        <source>Looking whether a shift is open…</source>
        <translation>Looking whether a shift is open…</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>look again</translation>
    </message>
    <message>
        <source>The owner takes cash home</source>
        <translation>The owner takes cash home</translation>
    </message>
    <message>
        <source>Cash out of the drawer</source>
        <translation>Cash out of the drawer</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SupplierCard</name>
    <message>
        <source>Their reference</source>
        <translation>Their reference</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Serial</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>Copy message</translation>
    </message>
    <message>
        <source>Open here</source>
        <translation>Open here</translation>
    </message>
    <message>
        <source>Ask %1</source>
        <translation>Ask %1</translation>
    </message>
    <message>
        <source>none told</source>
        <translation>none told</translation>
    </message>
    <message>
        <source>Whom to ask at %1 is not set. Write &quot;contact&quot; to it in the configuration file and import it.</source>
        <translation>Whom to ask at %1 is not set. Write &quot;contact&quot; to it in the configuration file and import it.</translation>
    </message>
    <message>
        <source>Code that opens the message to %1</source>
        <translation>Code that opens the message to %1</translation>
    </message>
    <message>
        <source>Scan with the shop&apos;s telephone</source>
        <translation>Scan with the shop&apos;s telephone</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copied</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::WaitPanel</name>
    <message>
        <source>Checking the number…</source>
        <translation>Checking the number…</translation>
    </message>
    <message>
        <source>The supplier is asked for name and price</source>
        <translation>The supplier is asked for name and price</translation>
    </message>
    <message>
        <source>Do not take money yet.</source>
        <translation>Do not take money yet.</translation>
    </message>
    <message>
        <source>The supplier is slow. Press Esc to leave this and serve the next customer.</source>
        <translation>The supplier is slow. Press Esc to leave this and serve the next customer.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>The payment is written down first</source>
        <translation>The payment is written down first</translation>
    </message>
    <message>
        <source>Saved, being sent</source>
        <translation>Saved, being sent</translation>
    </message>
    <message>
        <source>Sent to %1, waiting for the answer</source>
        <translation>Sent to %1, waiting for the answer</translation>
    </message>
    <message>
        <source>It goes on by itself, even if the power fails. Start typing to serve the next customer; the result appears in today&apos;s list.</source>
        <translation>It goes on by itself, even if the power fails. Start typing to serve the next customer; the result appears in today&apos;s list.</translation>
    </message>
    <message>
        <source>cancel the check</source>
        <translation>cancel the check</translation>
    </message>
    <message>
        <source>letters / digits</source>
        <translation>letters / digits</translation>
    </message>
    <message>
        <source>next sale</source>
        <translation>next sale</translation>
    </message>
    <message>
        <source>Touch the reader</source>
        <translation>Touch the reader</translation>
    </message>
    <message>
        <source>Your finger is waited for</source>
        <translation>Your finger is waited for</translation>
    </message>
</context>
<context>
    <name>MessageText</name>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>next try %1</source>
        <translation>next try %1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>being sent</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>sent</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>shown</translation>
    </message>
    <message>
        <source>perhaps sent</source>
        <translation>perhaps sent</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>refused</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>not sent</translation>
    </message>
    <message>
        <source>nothing to tell</source>
        <translation>nothing to tell</translation>
    </message>
    <message>
        <source>The mail server cannot be reached. It is tried again at %1.</source>
        <translation>The mail server cannot be reached. It is tried again at %1.</translation>
    </message>
    <message>
        <source>Kept. It is sent to %1 as soon as the payment has ended.</source>
        <translation>Kept. It is sent to %1 as soon as the payment has ended.</translation>
    </message>
    <message>
        <source>Being sent to %1.</source>
        <translation>Being sent to %1.</translation>
    </message>
    <message>
        <source>Sent to %1.</source>
        <translation>Sent to %1.</translation>
    </message>
    <message>
        <source>Scan the code with the shop's telephone: it opens the message to %1. Press send there.</source>
        <translation>Scan the code with the shop's telephone: it opens the message to %1. Press send there.</translation>
    </message>
    <message>
        <source>Perhaps it arrived at %1, perhaps not. Ask the customer before you send it again.</source>
        <translation>Perhaps it arrived at %1, perhaps not. Ask the customer before you send it again.</translation>
    </message>
    <message>
        <source>The mail server does not take a message to %1. Check the address.</source>
        <translation>The mail server does not take a message to %1. Check the address.</translation>
    </message>
    <message>
        <source>It could not be sent to %1 for a day.</source>
        <translation>It could not be sent to %1 for a day.</translation>
    </message>
    <message>
        <source>The payment ended with nothing to tell.</source>
        <translation>The payment ended with nothing to tell.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ConfirmPanel</name>
    <message>
        <source>Tell the customer</source>
        <translation>Tell the customer</translation>
    </message>
    <message>
        <source>Mobile number or e-mail address</source>
        <translation>Mobile number or e-mail address</translation>
    </message>
    <message>
        <source>Open on this computer</source>
        <translation>Open on this computer</translation>
    </message>
    <message>
        <source>Send by e-mail</source>
        <translation>Send by e-mail</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>Show the code</translation>
    </message>
    <message>
        <source>There is nothing to tell yet: the payment has not ended.</source>
        <translation>There is nothing to tell yet: the payment has not ended.</translation>
    </message>
    <message>
        <source>Code that opens the message to %1</source>
        <translation>Code that opens the message to %1</translation>
    </message>
    <message>
        <source>tell</source>
        <translation>tell</translation>
    </message>
    <message>
        <source>open here</source>
        <translation>open here</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>Or the receipt itself</source>
        <translation>Or the receipt itself</translation>
    </message>
    <message>
        <source>Copy as a picture</source>
        <translation>Copy as a picture</translation>
    </message>
    <message>
        <source>Save as a PDF</source>
        <translation>Save as a PDF</translation>
    </message>
    <message>
        <source>Print on A4</source>
        <translation>Print on A4</translation>
    </message>
    <message>
        <source>Picture copied, paste it into a message</source>
        <translation>Picture copied, paste it into a message</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Saved: %1</translation>
    </message>
    <message>
        <source>Could not be saved in %1</source>
        <translation>Could not be saved in %1</translation>
    </message>
    <message>
        <source>Looking for the office printer…</source>
        <translation>Looking for the office printer…</translation>
    </message>
    <message>
        <source>No printer for A4 is set up on this computer. Save a PDF instead.</source>
        <translation>No printer for A4 is set up on this computer. Save a PDF instead.</translation>
    </message>
    <message>
        <source>Sent to %1</source>
        <translation>Sent to %1</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>picture</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SetupScreen</name>
    <message>
        <source>Name of the shop, as it stands on receipts</source>
        <translation>Name of the shop, as it stands on receipts</translation>
    </message>
    <message>
        <source>Your name: you are the owner</source>
        <translation>Your name: you are the owner</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>Type the last six characters from your paper</source>
        <translation>Type the last six characters from your paper</translation>
    </message>
    <message>
        <source>It is on paper</source>
        <translation>It is on paper</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>Choose the file</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Step %1 of 4</source>
        <translation>Step %1 of 4</translation>
    </message>
    <message>
        <source>A new shop</source>
        <translation>A new shop</translation>
    </message>
    <message>
        <source>Everything you sell is kept on this computer, encrypted.</source>
        <translation>Everything you sell is kept on this computer, encrypted.</translation>
    </message>
    <message>
        <source>Choose a PIN</source>
        <translation>Choose a PIN</translation>
    </message>
    <message>
        <source>Six digits that only you know. They open the shop every day.</source>
        <translation>Six digits that only you know. They open the shop every day.</translation>
    </message>
    <message>
        <source>The PIN once more</source>
        <translation>The PIN once more</translation>
    </message>
    <message>
        <source>So that no finger slipped.</source>
        <translation>So that no finger slipped.</translation>
    </message>
    <message>
        <source>Making the encrypted shop…</source>
        <translation>Making the encrypted shop…</translation>
    </message>
    <message>
        <source>Write this code down</source>
        <translation>Write this code down</translation>
    </message>
    <message>
        <source>It opens the shop when the PIN is forgotten. It is shown this once: put the paper where nobody else finds it.</source>
        <translation>It opens the shop when the PIN is forgotten. It is shown this once: put the paper where nobody else finds it.</translation>
    </message>
    <message>
        <source>Who delivers?</source>
        <translation>Who delivers?</translation>
    </message>
    <message>
        <source>Your bank or aggregator gives you a configuration file, with your keys in it. They are sealed into the database: delete the file afterwards. Without it you can look around, but not sell.</source>
        <translation>Your bank or aggregator gives you a configuration file, with your keys in it. They are sealed into the database: delete the file afterwards. Without it you can look around, but not sell.</translation>
    </message>
    <message>
        <source>The shop needs a name.</source>
        <translation>The shop needs a name.</translation>
    </message>
    <message>
        <source>The owner needs a name.</source>
        <translation>The owner needs a name.</translation>
    </message>
    <message>
        <source>The recovery code, for a telephone that you keep safe</source>
        <translation>The recovery code, for a telephone that you keep safe</translation>
    </message>
    <message>
        <source>That is not how the code ends. Look at your paper.</source>
        <translation>That is not how the code ends. Look at your paper.</translation>
    </message>
    <message>
        <source>Reading the file and asking for prices…</source>
        <translation>Reading the file and asking for prices…</translation>
    </message>
    <message>
        <source>Nobody who delivers is named in this file.</source>
        <translation>Nobody who delivers is named in this file.</translation>
    </message>
    <message>
        <source>There is a mistake in this file (%1). Ask whoever gave it to you.</source>
        <translation>There is a mistake in this file (%1). Ask whoever gave it to you.</translation>
    </message>
    <message>
        <source>Restore from a backup…</source>
        <translation>Restore from a backup…</translation>
    </message>
    <message>
        <source>Without the code nobody can open a backup, not even you.</source>
        <translation>Without the code nobody can open a backup, not even you.</translation>
    </message>
    <message>
        <source>Reading the backup…</source>
        <translation>Reading the backup…</translation>
    </message>
    <message>
        <source>From a backup</source>
        <translation>From a backup</translation>
    </message>
    <message>
        <source>Choose a new PIN</source>
        <translation>Choose a new PIN</translation>
    </message>
    <message>
        <source>The shop as it was</source>
        <translation>The shop as it was</translation>
    </message>
    <message>
        <source>Everything up to the backup comes back. What was sold since is not in it, and what was open then waits for people: the shop before may have sent it already.</source>
        <translation>Everything up to the backup comes back. What was sold since is not in it, and what was open then waits for people: the shop before may have sent it already.</translation>
    </message>
    <message>
        <source>That is not the code of this backup. Look at the paper.</source>
        <translation>That is not the code of this backup. Look at the paper.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::NewPinPanel</name>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>The two are not the same. Choose again.</source>
        <translation>The two are not the same. Choose again.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PaperCodePanel</name>
    <message>
        <source>The recovery code, from the paper</source>
        <translation>The recovery code, from the paper</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Go on</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::RecoverScreen</name>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Give it up</source>
        <translation>Give it up</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>The PIN is forgotten</source>
        <translation>The PIN is forgotten</translation>
    </message>
    <message>
        <source>The recovery code</source>
        <translation>The recovery code</translation>
    </message>
    <message>
        <source>It stands on the owner&apos;s paper, and gives the owner a new PIN. What was sold stays as it is.</source>
        <translation>It stands on the owner&apos;s paper, and gives the owner a new PIN. What was sold stays as it is.</translation>
    </message>
    <message>
        <source>The owner&apos;s new PIN</source>
        <translation>The owner&apos;s new PIN</translation>
    </message>
    <message>
        <source>Six digits that only the owner knows. The old PIN opens nothing any more then.</source>
        <translation>Six digits that only the owner knows. The old PIN opens nothing any more then.</translation>
    </message>
    <message>
        <source>The PIN once more</source>
        <translation>The PIN once more</translation>
    </message>
    <message>
        <source>So that no finger slipped.</source>
        <translation>So that no finger slipped.</translation>
    </message>
    <message>
        <source>Who else agrees?</source>
        <translation>Who else agrees?</translation>
    </message>
    <message>
        <source>So that nobody who has merely found the paper comes in alone.</source>
        <translation>So that nobody who has merely found the paper comes in alone.</translation>
    </message>
    <message>
        <source>This computer&apos;s own secret</source>
        <translation>This computer&apos;s own secret</translation>
    </message>
    <message>
        <source>Try again when that has been mended. Or give the secret up: the owner gets the new PIN, and everybody else has to be added again.</source>
        <translation>Try again when that has been mended. Or give the secret up: the owner gets the new PIN, and everybody else has to be added again.</translation>
    </message>
    <message>
        <source>Type the code from the paper first.</source>
        <translation>Type the code from the paper first.</translation>
    </message>
    <message>
        <source>Opening the shop with the code…</source>
        <translation>Opening the shop with the code…</translation>
    </message>
    <message>
        <source>That is not the recovery code of this shop. Nothing was changed: look at the paper.</source>
        <translation>That is not the recovery code of this shop. Nothing was changed: look at the paper.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SecondForm</name>
    <message>
        <source>Owner&apos;s code</source>
        <translation>Owner&apos;s code</translation>
    </message>
    <message>
        <source>PIN of %1</source>
        <translation>PIN of %1</translation>
    </message>
    <message>
        <source>Your code</source>
        <translation>Your code</translation>
    </message>
    <message>
        <source>The six digits on your telephone</source>
        <translation>The six digits on your telephone</translation>
    </message>
    <message>
        <source>The six digits that the owner reads from the telephone</source>
        <translation>The six digits that the owner reads from the telephone</translation>
    </message>
    <message>
        <source>That is not the PIN</source>
        <translation>That is not the PIN</translation>
    </message>
    <message>
        <source>The telephone&apos;s clock and this one are %1 s apart</source>
        <translation>The telephone&apos;s clock and this one are %1 s apart</translation>
    </message>
    <message>
        <source>The code is wrong, old or used up</source>
        <translation>The code is wrong, old or used up</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>Looking at the PIN…</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>code</source>
        <translation>code</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>who</source>
        <translation>who</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SecondPanel</name>
    <message>
        <source>Nobody else is here: your one-time code</source>
        <translation>Nobody else is here: your one-time code</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CodePanel</name>
    <message>
        <source>Print code</source>
        <translation>Print code</translation>
    </message>
    <message>
        <source>Ask the bank</source>
        <translation>Ask the bank</translation>
    </message>
    <message>
        <source>Take cash instead</source>
        <translation>Take cash instead</translation>
    </message>
    <message>
        <source>QRIS code for %1</source>
        <translation>QRIS code for %1</translation>
    </message>
    <message>
        <source>This code is too long for the screen. Print it.</source>
        <translation>This code is too long for the screen. Print it.</translation>
    </message>
    <message>
        <source>The bank is asked</source>
        <translation>The bank is asked</translation>
    </message>
    <message>
        <source>Asking the bank…</source>
        <translation>Asking the bank…</translation>
    </message>
    <message>
        <source>Good for %1 more</source>
        <translation>Good for %1 more</translation>
    </message>
    <message>
        <source>ask the bank</source>
        <translation>ask the bank</translation>
    </message>
    <message>
        <source>print code</source>
        <translation>print code</translation>
    </message>
    <message>
        <source>give this code up</source>
        <translation>give this code up</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>close</source>
        <translation>close</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::AskTicketPanel</name>
    <message>
        <source>This shop has no deposit at an aggregator. The owner adds one in the settings file.</source>
        <translation>This shop has no deposit at an aggregator. The owner adds one in the settings file.</translation>
    </message>
    <message>
        <source>Top up a deposit</source>
        <translation>Top up a deposit</translation>
    </message>
    <message>
        <source>Balance there</source>
        <translation>Balance there</translation>
    </message>
    <message>
        <source>Of it for payments under way</source>
        <translation>Of it for payments under way</translation>
    </message>
    <message>
        <source>How much is wanted there</source>
        <translation>How much is wanted there</translation>
    </message>
    <message>
        <source>From which bank the money will come</source>
        <translation>From which bank the money will come</translation>
    </message>
    <message>
        <source>Name of that account&apos;s owner</source>
        <translation>Name of that account&apos;s owner</translation>
    </message>
    <message>
        <source>Make a ticket</source>
        <translation>Make a ticket</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Any</translation>
    </message>
    <message>
        <source>not told yet</source>
        <translation>not told yet</translation>
    </message>
    <message>
        <source>The supplier is asked what to send where…</source>
        <translation>The supplier is asked what to send where…</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>Recording…</translation>
    </message>
    <message>
        <source>deposit</source>
        <translation>deposit</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>amount</translation>
    </message>
    <message>
        <source>another bank</source>
        <translation>another bank</translation>
    </message>
    <message>
        <source>make a ticket</source>
        <translation>make a ticket</translation>
    </message>
    <message>
        <source>tickets</source>
        <translation>tickets</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::TicketPanel</name>
    <message>
        <source>To</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Remark, letter by letter</source>
        <translation>Remark, letter by letter</translation>
    </message>
    <message>
        <source>Send it before</source>
        <translation>Send it before</translation>
    </message>
    <message>
        <source>Sent, by the owner</source>
        <translation>Sent, by the owner</translation>
    </message>
    <message>
        <source>Sent, with the drawer&apos;s cash</source>
        <translation>Sent, with the drawer&apos;s cash</translation>
    </message>
    <message>
        <source>It has come in</source>
        <translation>It has come in</translation>
    </message>
    <message>
        <source>The owner has sent %1 from his own account? F6 once more records it.</source>
        <translation>The owner has sent %1 from his own account? F6 once more records it.</translation>
    </message>
    <message>
        <source>%1 was sent with cash out of the drawer? F7 once more records it.</source>
        <translation>%1 was sent with cash out of the drawer? F7 once more records it.</translation>
    </message>
    <message>
        <source>The deposit at %1 shows %2 more? F8 once more records it.</source>
        <translation>The deposit at %1 shows %2 more? F8 once more records it.</translation>
    </message>
    <message>
        <source>Deposit at %1</source>
        <translation>Deposit at %1</translation>
    </message>
    <message>
        <source>Send exactly</source>
        <translation>Send exactly</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Sum</translation>
    </message>
    <message>
        <source>Send it through %1</source>
        <translation>Send it through %1</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>One moment…</translation>
    </message>
    <message>
        <source>send it through the bank</source>
        <translation>send it through the bank</translation>
    </message>
    <message>
        <source>it was sent</source>
        <translation>it was sent</translation>
    </message>
    <message>
        <source>it has come in</source>
        <translation>it has come in</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PayTicketPanel</name>
    <message>
        <source>The bank says that the account belongs to</source>
        <translation>The bank says that the account belongs to</translation>
    </message>
    <message>
        <source>For the deposit</source>
        <translation>For the deposit</translation>
    </message>
    <message>
        <source>The bank&apos;s fee</source>
        <translation>The bank&apos;s fee</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Remark</translation>
    </message>
    <message>
        <source>Left at the bank afterwards</source>
        <translation>Left at the bank afterwards</translation>
    </message>
    <message>
        <source>Another bank</source>
        <translation>Another bank</translation>
    </message>
    <message>
        <source>Top up %1 through %2</source>
        <translation>Top up %1 through %2</translation>
    </message>
    <message>
        <source>Send %1</source>
        <translation>Send %1</translation>
    </message>
    <message>
        <source>Recording, then sending…</source>
        <translation>Recording, then sending…</translation>
    </message>
    <message>
        <source>send</source>
        <translation>send</translation>
    </message>
    <message>
        <source>another bank</source>
        <translation>another bank</translation>
    </message>
    <message>
        <source>back, nothing is sent</source>
        <translation>back, nothing is sent</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::DepositScreen</name>
    <message>
        <source>No ticket yet</source>
        <translation>No ticket yet</translation>
    </message>
    <message>
        <source>Every top-up of a deposit appears here, until its money is there.</source>
        <translation>Every top-up of a deposit appears here, until its money is there.</translation>
    </message>
    <message>
        <source>TICKETS</source>
        <translation>TICKETS</translation>
    </message>
    <message>
        <source>TICKETS · %1 on the way</source>
        <translation>TICKETS · %1 on the way</translation>
    </message>
    <message>
        <source>Top up %1 through %2</source>
        <translation>Top up %1 through %2</translation>
    </message>
</context>
<context>
    <name>DepositText</name>
    <message>
        <source>Being sent</source>
        <translation>Being sent</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Not sent yet</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Has come in</source>
        <translation>Has come in</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Expired</translation>
    </message>
    <message>
        <source>The transfer stands at &quot;%1&quot;. Do not send the money once more; Loket follows it.</source>
        <translation>The transfer stands at &quot;%1&quot;. Do not send the money once more; Loket follows it.</translation>
    </message>
    <message>
        <source>A transfer for it is under way. Do not send the money once more.</source>
        <translation>A transfer for it is under way. Do not send the money once more.</translation>
    </message>
    <message>
        <source>Send exactly this sum to the account that %1 names to its customers. The last three digits tell that it is yours.</source>
        <translation>Send exactly this sum to the account that %1 names to its customers. The last three digits tell that it is yours.</translation>
    </message>
    <message>
        <source>Send exactly this sum, once. %1 knows by the sum and the remark that it is yours.</source>
        <translation>Send exactly this sum, once. %1 knows by the sum and the remark that it is yours.</translation>
    </message>
    <message>
        <source>The money is on its way to %1. When the deposit there shows it, record that it has come in.</source>
        <translation>The money is on its way to %1. When the deposit there shows it, record that it has come in.</translation>
    </message>
    <message>
        <source>It came in at %1 and is in the books.</source>
        <translation>It came in at %1 and is in the books.</translation>
    </message>
    <message>
        <source>Nothing was sent in time. If it was sent all the same and has come in, record that; otherwise make a new one.</source>
        <translation>Nothing was sent in time. If it was sent all the same and has come in, record that; otherwise make a new one.</translation>
    </message>
    <message>
        <source>A top-up is in whole thousands: Rp500.000, Rp1.250.000.</source>
        <translation>A top-up is in whole thousands: Rp500.000, Rp1.250.000.</translation>
    </message>
    <message>
        <source>This ticket cannot be paid or moved now: a transfer for it is under way, it is over, or its time is almost up.</source>
        <translation>This ticket cannot be paid or moved now: a transfer for it is under way, it is over, or its time is almost up.</translation>
    </message>
    <message>
        <source>The supplier gave a sum that another open ticket has. Ask for another amount.</source>
        <translation>The supplier gave a sum that another open ticket has. Ask for another amount.</translation>
    </message>
    <message>
        <source>There is not so much in the drawer.</source>
        <translation>There is not so much in the drawer.</translation>
    </message>
    <message>
        <source>This bank cannot send money to that account. Send it by hand, then record that it was sent.</source>
        <translation>This bank cannot send money to that account. Send it by hand, then record that it was sent.</translation>
    </message>
    <message>
        <source>The supplier gives no ticket for this. Try another amount or another bank.</source>
        <translation>The supplier gives no ticket for this. Try another amount or another bank.</translation>
    </message>
    <message>
        <source>Too many tickets are open, or the supplier asks for a pause. Try again later.</source>
        <translation>Too many tickets are open, or the supplier asks for a pause. Try again later.</translation>
    </message>
    <message>
        <source>What the bank said before is too old. Go back and ask it again.</source>
        <translation>What the bank said before is too old. Go back and ask it again.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::GoodsPanel</name>
    <message>
        <source>For cash, beside the payments: it goes into the drawer&apos;s books and the shift&apos;s report.</source>
        <translation>For cash, beside the payments: it goes into the drawer&apos;s books and the shift&apos;s report.</translation>
    </message>
    <message>
        <source>How much it costs</source>
        <translation>How much it costs</translation>
    </message>
    <message>
        <source>What it is, if that matters</source>
        <translation>What it is, if that matters</translation>
    </message>
    <message>
        <source>Take the last one back</source>
        <translation>Take the last one back</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>Goods of the shop</source>
        <translation>Goods of the shop</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>amount</translation>
    </message>
    <message>
        <source>name</source>
        <translation>name</translation>
    </message>
    <message>
        <source>record</source>
        <translation>record</translation>
    </message>
    <message>
        <source>take the last one back</source>
        <translation>take the last one back</translation>
    </message>
    <message>
        <source>back to the payments</source>
        <translation>back to the payments</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SalesRows</name>
    <message>
        <source>Goods, beside the sales</source>
        <translation>Goods, beside the sales</translation>
    </message>
</context>
<context>
    <name>loket::app::CustomerDisplay</name>
    <message>
        <source>Loket, for the customer</source>
        <translation>Loket, for the customer</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>To pay</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Change %1</translation>
    </message>
    <message>
        <source>Is the name right, and the number?</source>
        <translation>Is the name right, and the number?</translation>
    </message>
    <message>
        <source>Scan it with the app of any bank or wallet</source>
        <translation>Scan it with the app of any bank or wallet</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>One moment…</translation>
    </message>
    <message>
        <source>Thank you</source>
        <translation>Thank you</translation>
    </message>
    <message>
        <source>Your change</source>
        <translation>Your change</translation>
    </message>
    <message>
        <source>Your deposit is recorded. Keep the slip with its code.</source>
        <translation>Your deposit is recorded. Keep the slip with its code.</translation>
    </message>
    <message>
        <source>It is being processed. Keep the slip.</source>
        <translation>It is being processed. Keep the slip.</translation>
    </message>
    <message>
        <source>You get back</source>
        <translation>You get back</translation>
    </message>
    <message>
        <source>It did not work. Your money comes back.</source>
        <translation>It did not work. Your money comes back.</translation>
    </message>
    <message>
        <source>Your money has arrived</source>
        <translation>Your money has arrived</translation>
    </message>
    <message>
        <source>You get</source>
        <translation>You get</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Welcome</translation>
    </message>
    <message>
        <source>Code to pay %1</source>
        <translation>Code to pay %1</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::PriceList</name>
    <message>
        <source>nobody delivers it now</source>
        <translation>nobody delivers it now</translation>
    </message>
    <message>
        <source>profit %1</source>
        <translation>profit %1</translation>
    </message>
    <message>
        <source>%1 admin</source>
        <translation>%1 admin</translation>
    </message>
    <message>
        <source>by bill</source>
        <translation>by bill</translation>
    </message>
    <message>
        <source>%1 fee</source>
        <translation>%1 fee</translation>
    </message>
    <message>
        <source>before %1</source>
        <translation>before %1</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PricesPanel</name>
    <message>
        <source>Search the price list</source>
        <translation>Search the price list</translation>
    </message>
    <message>
        <source>Price list</source>
        <translation>Price list</translation>
    </message>
    <message>
        <source>Nothing like that</source>
        <translation>Nothing like that</translation>
    </message>
    <message>
        <source>Esc shows everything again.</source>
        <translation>Esc shows everything again.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>Takes above the bill</source>
        <translation>Takes above the bill</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Left for the shop</source>
        <translation>Left for the shop</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>not delivered</source>
        <translation>not delivered</translation>
    </message>
    <message>
        <source>Closed every day</source>
        <translation>Closed every day</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 to %2</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>letters</translation>
    </message>
    <message>
        <source>search</source>
        <translation>search</translation>
    </message>
    <message>
        <source>clear, then back</source>
        <translation>clear, then back</translation>
    </message>
    <message>
        <source>Asking the suppliers for their prices…</source>
        <translation>Asking the suppliers for their prices…</translation>
    </message>
    <message numerus="yes">
        <source>%n products are up to date.</source>
        <translation>
            <numerusform>%n product is up to date.</numerusform>
            <numerusform>%n products are up to date.</numerusform>
        </translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Update</translation>
    </message>
    <message>
        <source>ask the suppliers</source>
        <translation>ask the suppliers</translation>
    </message>
    <message>
        <source>Margin of this product</source>
        <translation>Margin of this product</translation>
    </message>
    <message>
        <source>All margins and suppliers</source>
        <translation>All margins and suppliers</translation>
    </message>
    <message>
        <source>Somebody else has changed the prices meanwhile. Your changes are kept on top of that.</source>
        <translation>Somebody else has changed the prices meanwhile. Your changes are kept on top of that.</translation>
    </message>
    <message>
        <source>No price list yet</source>
        <translation>No price list yet</translation>
    </message>
    <message>
        <source>F6 asks the suppliers.</source>
        <translation>F6 asks the suppliers.</translation>
    </message>
    <message numerus="yes">
        <source>%1 changes are not saved. F8 saves them, Del drops them, Esc stays here.</source>
        <translation>
            <numerusform>%1 change is not saved. F8 saves it, Del drops it, Esc stays here.</numerusform>
            <numerusform>%1 changes are not saved. F8 saves them, Del drops them, Esc stays here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 changes are not saved yet: so the list would be. F8 shows and saves them.</source>
        <translation>
            <numerusform>%1 change is not saved yet: so the list would be. F8 shows and saves it.</numerusform>
            <numerusform>%1 changes are not saved yet: so the list would be. F8 shows and saves them.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has been changed.</source>
        <translation>Nothing has been changed.</translation>
    </message>
    <message>
        <source>There is no change of yours to take back.</source>
        <translation>There is no change of yours to take back.</translation>
    </message>
    <message>
        <source>First save or drop what is not saved yet.</source>
        <translation>First save or drop what is not saved yet.</translation>
    </message>
    <message>
        <source>The former prices are back. Ctrl+Z undoes that.</source>
        <translation>The former prices are back. Ctrl+Z undoes that.</translation>
    </message>
    <message>
        <source>Saved: from now on these prices count. Ctrl+Z takes it back.</source>
        <translation>Saved: from now on these prices count. Ctrl+Z takes it back.</translation>
    </message>
    <message>
        <source>Service fee %1</source>
        <translation>Service fee %1</translation>
    </message>
    <message>
        <source>save</source>
        <translation>save</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>drop</translation>
    </message>
    <message>
        <source>stay</source>
        <translation>stay</translation>
    </message>
    <message>
        <source>margin</source>
        <translation>margin</translation>
    </message>
    <message>
        <source>margins and suppliers</source>
        <translation>margins and suppliers</translation>
    </message>
    <message>
        <source>take back</source>
        <translation>take back</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::TopBar</name>
    <message>
        <source>TRAINING</source>
        <translation>TRAINING</translation>
    </message>
    <message>
        <source>No real money: everything that is sold here goes to a sandbox on this computer.</source>
        <translation>No real money: everything that is sold here goes to a sandbox on this computer.</translation>
    </message>
    <message>
        <source>Lock the counter, or give it to somebody else (Ctrl+L)</source>
        <translation>Lock the counter, or give it to somebody else (Ctrl+L)</translation>
    </message>
    <message>
        <source>Receipts that may be missing: History (F3), then Ctrl+6</source>
        <translation>Receipts that may be missing: History (F3), then Ctrl+6</translation>
    </message>
    <message>
        <source>%1 not printed</source>
        <translation>%1 not printed</translation>
    </message>
</context>
<context>
    <name>ReconcileText</name>
    <message>
        <source>Agrees</source>
        <translation>Agrees</translation>
    </message>
    <message>
        <source>Only ours</source>
        <translation>Only ours</translation>
    </message>
    <message>
        <source>Only theirs</source>
        <translation>Only theirs</translation>
    </message>
    <message>
        <source>Another sum</source>
        <translation>Another sum</translation>
    </message>
    <message>
        <source>Another end</source>
        <translation>Another end</translation>
    </message>
    <message>
        <source>Twice</source>
        <translation>Twice</translation>
    </message>
    <message>
        <source>Other goods</source>
        <translation>Other goods</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Unreadable</translation>
    </message>
    <message>
        <source>It is booked.</source>
        <translation>It is booked.</translation>
    </message>
    <message>
        <source>Line %1 of the file cannot be read.</source>
        <translation>Line %1 of the file cannot be read.</translation>
    </message>
    <message>
        <source>Book the cost as the supplier lists it.</source>
        <translation>Book the cost as the supplier lists it.</translation>
    </message>
    <message>
        <source>The supplier took this, and nobody here knows what for: book the difference.</source>
        <translation>The supplier took this, and nobody here knows what for: book the difference.</translation>
    </message>
    <message>
        <source>It succeeded there: two people decide it so (loketctl review).</source>
        <translation>It succeeded there: two people decide it so (loketctl review).</translation>
    </message>
    <message>
        <source>It failed there: two people decide it so (loketctl review).</source>
        <translation>It failed there: two people decide it so (loketctl review).</translation>
    </message>
    <message>
        <source>It failed here and was paid there: find out with the supplier who has the money.</source>
        <translation>It failed here and was paid there: find out with the supplier who has the money.</translation>
    </message>
    <message>
        <source>Ask the supplier about it.</source>
        <translation>Ask the supplier about it.</translation>
    </message>
    <message>
        <source>It is near the edge of this file: look into the next one.</source>
        <translation>It is near the edge of this file: look into the next one.</translation>
    </message>
    <message>
        <source>The file lists nothing that has a date.</source>
        <translation>The file lists nothing that has a date.</translation>
    </message>
    <message>
        <source>The file is not a text.</source>
        <translation>The file is not a text.</translation>
    </message>
    <message>
        <source>No line names the columns: a reference and an amount, separated by | or ;</source>
        <translation>No line names the columns: a reference and an amount, separated by | or ;</translation>
    </message>
    <message numerus="yes">
        <source>The file is cut off after %1 lines: its last line with count and sum is missing.</source>
        <translation>
            <numerusform>The file is cut off after %1 line: its last line with count and sum is missing.</numerusform>
            <numerusform>The file is cut off after %1 lines: its last line with count and sum is missing.</numerusform>
        </translation>
    </message>
    <message>
        <source>The last line has no count and sum.</source>
        <translation>The last line has no count and sum.</translation>
    </message>
    <message numerus="yes">
        <source>The last line says %1 lines, the file has %2.</source>
        <translation>
            <numerusform>The last line says %1 line, the file has %2.</numerusform>
            <numerusform>The last line says %1 lines, the file has %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>The last line says %1 in all, the lines make %2.</source>
        <translation>The last line says %1 in all, the lines make %2.</translation>
    </message>
    <message>
        <source>Not read to its end</source>
        <translation>Not read to its end</translation>
    </message>
    <message>
        <source>The file contradicts itself</source>
        <translation>The file contradicts itself</translation>
    </message>
    <message>
        <source>Everything agrees</source>
        <translation>Everything agrees</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 lines to look at</source>
        <translation>
            <numerusform>%1 of %2 line to look at</numerusform>
            <numerusform>%1 of %2 lines to look at</numerusform>
        </translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>This file cannot be read.</translation>
    </message>
    <message>
        <source>It is not as it was when the file was read: read the file again.</source>
        <translation>It is not as it was when the file was read: read the file again.</translation>
    </message>
    <message>
        <source>Say why it is booked; the books keep it.</source>
        <translation>Say why it is booked; the books keep it.</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::FindingList</name>
    <message>
        <source>Line %1</source>
        <translation>Line %1</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>Booked</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>marked</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::RunList</name>
    <message>
        <source>Not usable</source>
        <translation>Not usable</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>Agrees</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>To look at</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ReconcileScreen</name>
    <message>
        <source>Reading %1</source>
        <translation>Reading %1</translation>
    </message>
    <message>
        <source>%1 % of the file</source>
        <translation>%1 % of the file</translation>
    </message>
    <message>
        <source>leave; it goes on</source>
        <translation>leave; it goes on</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ChooseFilePanel</name>
    <message>
        <source>The supplier&apos;s own list of a day against these books: what agrees, what does not, and what would settle it. Reading changes nothing.</source>
        <translation>The supplier&apos;s own list of a day against these books: what agrees, what does not, and what would settle it. Reading changes nothing.</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>Choose the file…</translation>
    </message>
    <message>
        <source>Files that were read</source>
        <translation>Files that were read</translation>
    </message>
    <message>
        <source>No file was read yet</source>
        <translation>No file was read yet</translation>
    </message>
    <message>
        <source>What was found stays here, also after a restart.</source>
        <translation>What was found stays here, also after a restart.</translation>
    </message>
    <message>
        <source>Reconcile</source>
        <translation>Reconcile</translation>
    </message>
    <message>
        <source>The supplier&apos;s settlement file</source>
        <translation>The supplier&apos;s settlement file</translation>
    </message>
    <message>
        <source>Settlement files (*.txt *.csv);;All files (*)</source>
        <translation>Settlement files (*.txt *.csv);;All files (*)</translation>
    </message>
    <message>
        <source>supplier</source>
        <translation>supplier</translation>
    </message>
    <message>
        <source>choose the file</source>
        <translation>choose the file</translation>
    </message>
    <message>
        <source>look at a file that was read</source>
        <translation>look at a file that was read</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::FindingsPanel</name>
    <message>
        <source>What does not agree</source>
        <translation>What does not agree</translation>
    </message>
    <message>
        <source>Nothing to look at</source>
        <translation>Nothing to look at</translation>
    </message>
    <message>
        <source>Their list and these books say the same.</source>
        <translation>Their list and these books say the same.</translation>
    </message>
    <message>
        <source>Why it is booked</source>
        <translation>Why it is booked</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>All %1</translation>
    </message>
    <message>
        <source>By these books</source>
        <translation>By these books</translation>
    </message>
    <message>
        <source>By their list</source>
        <translation>By their list</translation>
    </message>
    <message>
        <source>Book %1</source>
        <translation>Book %1</translation>
    </message>
    <message>
        <source>Booking…</source>
        <translation>Booking…</translation>
    </message>
    <message>
        <source>In the books: %1</source>
        <translation>In the books: %1</translation>
    </message>
    <message>
        <source>The first %1 are shown; loketctl shows all.</source>
        <translation>The first %1 are shown; loketctl shows all.</translation>
    </message>
    <message>
        <source>look</source>
        <translation>look</translation>
    </message>
    <message>
        <source>which ones</source>
        <translation>which ones</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>mark what is to be booked</source>
        <translation>mark what is to be booked</translation>
    </message>
    <message>
        <source>book</source>
        <translation>book</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>ours / theirs</source>
        <translation>ours / theirs</translation>
    </message>
    <message>
        <source>Nothing in it is final</source>
        <translation>Nothing in it is final</translation>
    </message>
    <message>
        <source>Get the whole file from the supplier, and read it again.</source>
        <translation>Get the whole file from the supplier, and read it again.</translation>
    </message>
</context>
<context>
    <name>GroupText</name>
    <message>
        <source>To be paid</source>
        <translation>To be paid</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Left out</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>was paid today</source>
        <translation>was paid today</translation>
    </message>
    <message>
        <source>nobody on the list yet</source>
        <translation>nobody on the list yet</translation>
    </message>
    <message>
        <source>%1 on the list</source>
        <translation>%1 on the list</translation>
    </message>
    <message>
        <source>Another group has that name.</source>
        <translation>Another group has that name.</translation>
    </message>
    <message>
        <source>A name is needed, of letters and not too long.</source>
        <translation>A name is needed, of letters and not too long.</translation>
    </message>
    <message>
        <source>That number is on the list already.</source>
        <translation>That number is on the list already.</translation>
    </message>
    <message>
        <source>The list is full. Begin another group.</source>
        <translation>The list is full. Begin another group.</translation>
    </message>
    <message>
        <source>Only bills and what has a price can stand on the list.</source>
        <translation>Only bills and what has a price can stand on the list.</translation>
    </message>
    <message>
        <source>tax year %1</source>
        <translation>tax year %1</translation>
    </message>
    <message>
        <source>owner %1</source>
        <translation>owner %1</translation>
    </message>
    <message numerus="yes">
        <source>%n months</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message>
        <source>Tax year</source>
        <translation>Tax year</translation>
    </message>
    <message>
        <source>Identity number (NIK) of the vehicle&apos;s owner</source>
        <translation>Identity number (NIK) of the vehicle&apos;s owner</translation>
    </message>
    <message>
        <source>How many months</source>
        <translation>How many months</translation>
    </message>
    <message>
        <source>tax year</source>
        <translation>tax year</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>owner</translation>
    </message>
    <message>
        <source>months</source>
        <translation>months</translation>
    </message>
    <message>
        <source>tax year; empty: the year of paying</source>
        <translation>tax year; empty: the year of paying</translation>
    </message>
    <message>
        <source>the owner&apos;s identity number (NIK), 16 digits</source>
        <translation>the owner&apos;s identity number (NIK), 16 digits</translation>
    </message>
    <message>
        <source>months at once, 1 to 12; empty: one</source>
        <translation>months at once, 1 to 12; empty: one</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::GroupPanel</name>
    <message numerus="yes">
        <source>%1 want a second proof. It is asked for one after the other when the rest is paid.</source>
        <translation>
            <numerusform>%1 wants a second proof. It is asked for when the rest is paid.</numerusform>
            <numerusform>%1 want a second proof. It is asked for one after the other when the rest is paid.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is meant</source>
        <translation>What is meant</translation>
    </message>
    <message>
        <source>The bills of the group</source>
        <translation>The bills of the group</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Together</translation>
    </message>
    <message>
        <source>Cash received</source>
        <translation>Cash received</translation>
    </message>
    <message>
        <source>cash: exact, or type it (500 = 500.000)</source>
        <translation>cash: exact, or type it (500 = 500.000)</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>New group</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Groups</translation>
    </message>
    <message>
        <source>the group&apos;s name: RT 05, Arisan Melati…</source>
        <translation>the group&apos;s name: RT 05, Arisan Melati…</translation>
    </message>
    <message>
        <source>write one more down: name, number or product</source>
        <translation>write one more down: name, number or product</translation>
    </message>
    <message>
        <source>Name of the group</source>
        <translation>Name of the group</translation>
    </message>
    <message>
        <source>One more on the list</source>
        <translation>One more on the list</translation>
    </message>
    <message>
        <source>No group yet</source>
        <translation>No group yet</translation>
    </message>
    <message>
        <source>Press F5 to begin one: a street, an arisan, a boarding house.</source>
        <translation>Press F5 to begin one: a street, an arisan, a boarding house.</translation>
    </message>
    <message>
        <source>Nobody on the list yet</source>
        <translation>Nobody on the list yet</translation>
    </message>
    <message>
        <source>Type a number, a customer&apos;s name or a product above.</source>
        <translation>Type a number, a customer&apos;s name or a product above.</translation>
    </message>
    <message>
        <source>Asking for the bills: %1 of %2</source>
        <translation>Asking for the bills: %1 of %2</translation>
    </message>
    <message numerus="yes">
        <source>Recording %1 payments…</source>
        <translation>
            <numerusform>Recording %1 payment…</numerusform>
            <numerusform>Recording %1 payments…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %2 bills</source>
        <translation>
            <numerusform>%1 · %2 bill</numerusform>
            <numerusform>%1 · %2 bills</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 short</source>
        <translation>%1 short</translation>
    </message>
    <message>
        <source>Ask for the bills</source>
        <translation>Ask for the bills</translation>
    </message>
    <message>
        <source>Pay %1</source>
        <translation>Pay %1</translation>
    </message>
    <message numerus="yes">
        <source>Print %1 papers</source>
        <translation>
            <numerusform>Print %1 paper</numerusform>
            <numerusform>Print %1 papers</numerusform>
        </translation>
    </message>
    <message>
        <source>None of these can be paid now. The list stays as it is.</source>
        <translation>None of these can be paid now. The list stays as it is.</translation>
    </message>
    <message numerus="yes">
        <source>%1 cannot be paid now and stay out: take no cash for them.</source>
        <translation>
            <numerusform>%1 cannot be paid now and stays out: take no cash for it.</numerusform>
            <numerusform>%1 cannot be paid now and stay out: take no cash for them.</numerusform>
        </translation>
    </message>
    <message>
        <source>Printing %1 of %2…</source>
        <translation>Printing %1 of %2…</translation>
    </message>
    <message numerus="yes">
        <source>%1 papers were sent to the printer.</source>
        <translation>
            <numerusform>%1 paper was sent to the printer.</numerusform>
            <numerusform>%1 papers were sent to the printer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 were not taken. Their cash is in the change, give it back.</source>
        <translation>
            <numerusform>%1 was not taken. Its cash is in the change, give it back.</numerusform>
            <numerusform>%1 were not taken. Their cash is in the change, give it back.</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken off the list. Ctrl+Z brings it back.</source>
        <translation>Taken off the list. Ctrl+Z brings it back.</translation>
    </message>
    <message>
        <source>Nothing fits “%1”.</source>
        <translation>Nothing fits “%1”.</translation>
    </message>
    <message>
        <source>begin the group</source>
        <translation>begin the group</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>cancel</translation>
    </message>
    <message>
        <source>new group</source>
        <translation>new group</translation>
    </message>
    <message>
        <source>ask for the bills</source>
        <translation>ask for the bills</translation>
    </message>
    <message>
        <source>off the list</source>
        <translation>off the list</translation>
    </message>
    <message>
        <source>remove the group</source>
        <translation>remove the group</translation>
    </message>
    <message>
        <source>groups</source>
        <translation>groups</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>cash</source>
        <translation>cash</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>leave out, take in</source>
        <translation>leave out, take in</translation>
    </message>
    <message>
        <source>pay all</source>
        <translation>pay all</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>print all</source>
        <translation>print all</translation>
    </message>
    <message>
        <source>back to the list</source>
        <translation>back to the list</translation>
    </message>
    <message>
        <source>call it so</source>
        <translation>call it so</translation>
    </message>
    <message>
        <source>another name</source>
        <translation>another name</translation>
    </message>
    <message>
        <source>This bill is asked for by its number alone.</source>
        <translation>This bill is asked for by its number alone.</translation>
    </message>
    <message>
        <source>keep it so</source>
        <translation>keep it so</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::GroupsScreen</name>
    <message>
        <source>No group yet</source>
        <translation>No group yet</translation>
    </message>
    <message>
        <source>A neighbourhood&apos;s bills are paid in one go: press F5.</source>
        <translation>A neighbourhood&apos;s bills are paid in one go: press F5.</translation>
    </message>
    <message>
        <source>GROUPS</source>
        <translation>GROUPS</translation>
    </message>
    <message>
        <source>GROUPS · %1</source>
        <translation>GROUPS · %1</translation>
    </message>
    <message>
        <source>leave them unpaid</source>
        <translation>leave them unpaid</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::DecidePanel</name>
    <message>
        <source>What happened?</source>
        <translation>What happened?</translation>
    </message>
    <message>
        <source>Serial number, if the supplier tells one</source>
        <translation>Serial number, if the supplier tells one</translation>
    </message>
    <message>
        <source>How do you know? The history keeps it</source>
        <translation>How do you know? The history keeps it</translation>
    </message>
    <message>
        <source>How do you know?</source>
        <translation>How do you know?</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Who else has seen it?</source>
        <translation>Who else has seen it?</translation>
    </message>
    <message>
        <source>First look at the statement of %1, or call them. They know it as %2.</source>
        <translation>First look at the statement of %1, or call them. They know it as %2.</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>what happened</source>
        <translation>what happened</translation>
    </message>
    <message>
        <source>next</source>
        <translation>next</translation>
    </message>
    <message>
        <source>It takes two, one of them owner or supervisor, or a one-time code: Settings, People (Shift+F8).</source>
        <translation>It takes two, one of them owner or supervisor, or a one-time code: Settings, People (Shift+F8).</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::LaterPanel</name>
    <message>
        <source>Pays later</source>
        <translation>Pays later</translation>
    </message>
    <message>
        <source>On whose bon?</source>
        <translation>On whose bon?</translation>
    </message>
    <message>
        <source>Customers of that name</source>
        <translation>Customers of that name</translation>
    </message>
    <message>
        <source>Nobody of that name yet</source>
        <translation>Nobody of that name yet</translation>
    </message>
    <message>
        <source>Enter opens a bon under it.</source>
        <translation>Enter opens a bon under it.</translation>
    </message>
    <message>
        <source>Write it on the bon</source>
        <translation>Write it on the bon</translation>
    </message>
    <message>
        <source>A new name on the bon list.</source>
        <translation>A new name on the bon list.</translation>
    </message>
    <message>
        <source>Owes nothing yet, %1 after this.</source>
        <translation>Owes nothing yet, %1 after this.</translation>
    </message>
    <message>
        <source>Owes %1, and %2 after this.</source>
        <translation>Owes %1, and %2 after this.</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>letters</translation>
    </message>
    <message>
        <source>the name</source>
        <translation>the name</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>choose</translation>
    </message>
    <message>
        <source>write it on the bon</source>
        <translation>write it on the bon</translation>
    </message>
    <message>
        <source>back to cash</source>
        <translation>back to cash</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::BackupPanel</name>
    <message>
        <source>The whole shop in one encrypted file, for the day on which this computer is gone. Keep it somewhere else: the recovery code on your paper opens it on any computer.</source>
        <translation>The whole shop in one encrypted file, for the day on which this computer is gone. Keep it somewhere else: the recovery code on your paper opens it on any computer.</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>Last backup</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>Kept in</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>Back up now…</translation>
    </message>
    <message>
        <source>Check a backup…</source>
        <translation>Check a backup…</translation>
    </message>
    <message>
        <source>I know</source>
        <translation>I know</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Without a backup the shop&apos;s books are gone when this computer is.</source>
        <translation>Without a backup the shop&apos;s books are gone when this computer is.</translation>
    </message>
    <message>
        <source>The last one is older than a week. What was sold since is not in it.</source>
        <translation>The last one is older than a week. What was sold since is not in it.</translation>
    </message>
    <message>
        <source>This shop was restored from a backup of %1. Payments made since then are not in it. What was open then (%2) waits in Queue, because the shop before may have sent it already. Cash that was to be given back may have been given.</source>
        <translation>This shop was restored from a backup of %1. Payments made since then are not in it. What was open then (%2) waits in Queue, because the shop before may have sent it already. Cash that was to be given back may have been given.</translation>
    </message>
    <message>
        <source>There is not enough room for it. Nothing was written to %1.</source>
        <translation>There is not enough room for it. Nothing was written to %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written or read. Is the stick still in?</source>
        <translation>%1 cannot be written or read. Is the stick still in?</translation>
    </message>
    <message>
        <source>Backing up; you can go on selling</source>
        <translation>Backing up; you can go on selling</translation>
    </message>
    <message>
        <source>Backed up. Payments in it: %1. Take the stick out and keep it somewhere else.</source>
        <translation>Backed up. Payments in it: %1. Take the stick out and keep it somewhere else.</translation>
    </message>
    <message>
        <source>Reading all of it</source>
        <translation>Reading all of it</translation>
    </message>
    <message>
        <source>Whole. %1, made %2: %3 payments, %4 of them open.</source>
        <translation>Whole. %1, made %2: %3 payments, %4 of them open.</translation>
    </message>
    <message>
        <source>Where the backup goes</source>
        <translation>Where the backup goes</translation>
    </message>
    <message>
        <source>The backup to check</source>
        <translation>The backup to check</translation>
    </message>
    <message>
        <source>back up now</source>
        <translation>back up now</translation>
    </message>
    <message>
        <source>check a backup</source>
        <translation>check a backup</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>Only the owner makes backups.</source>
        <translation>Only the owner makes backups.</translation>
    </message>
</context>
<context>
    <name>AuditText</name>
    <message>
        <source>%1 entries looked at, %2 of them compared with what stands in the books; payments compared with their steps: %3.</source>
        <translation>%1 entries looked at, %2 of them compared with what stands in the books; payments compared with their steps: %3.</translation>
    </message>
    <message>
        <source>%1 earlier ones are known by their seal only.</source>
        <translation>%1 earlier ones are known by their seal only.</translation>
    </message>
    <message>
        <source>Erased by order: %1.</source>
        <translation>Erased by order: %1.</translation>
    </message>
    <message>
        <source>Entry %1</source>
        <translation>Entry %1</translation>
    </message>
    <message>
        <source>a payment&apos;s step is not what was written down</source>
        <translation>a payment&apos;s step is not what was written down</translation>
    </message>
    <message>
        <source>a posting is not what was written down</source>
        <translation>a posting is not what was written down</translation>
    </message>
    <message>
        <source>a row of the till is not what was written down</source>
        <translation>a row of the till is not what was written down</translation>
    </message>
    <message>
        <source>something is missing, or there twice</source>
        <translation>something is missing, or there twice</translation>
    </message>
    <message>
        <source>Something stands in the books that was never written down in the journal</source>
        <translation>Something stands in the books that was never written down in the journal</translation>
    </message>
    <message>
        <source>What was signed last is not signed by this terminal</source>
        <translation>What was signed last is not signed by this terminal</translation>
    </message>
    <message>
        <source>The journal does not go on from what was signed last</source>
        <translation>The journal does not go on from what was signed last</translation>
    </message>
    <message>
        <source>it stamps nothing that is signed here: ask whoever runs it</source>
        <translation>it stamps nothing that is signed here: ask whoever runs it</translation>
    </message>
    <message>
        <source>what it answers is no stamp of this authority: it was not taken</source>
        <translation>what it answers is no stamp of this authority: it was not taken</translation>
    </message>
    <message>
        <source>Time stamp: not set up.</source>
        <translation>Time stamp: not set up.</translation>
    </message>
    <message>
        <source>Time stamp: none yet.</source>
        <translation>Time stamp: none yet.</translation>
    </message>
    <message>
        <source>Time stamp: %1 entries, %2.</source>
        <translation>Time stamp: %1 entries, %2.</translation>
    </message>
    <message>
        <source>By this computer&apos;s clock it was %1: set the clock right.</source>
        <translation>By this computer&apos;s clock it was %1: set the clock right.</translation>
    </message>
    <message>
        <source>None since %1: %2.</source>
        <translation>None since %1: %2.</translation>
    </message>
    <message>
        <source>The journal does not go on from what was stamped</source>
        <translation>The journal does not go on from what was stamped</translation>
    </message>
    <message>
        <source>its seal does not fit</source>
        <translation>its seal does not fit</translation>
    </message>
    <message>
        <source>The journal is being looked at already.</source>
        <translation>The journal is being looked at already.</translation>
    </message>
    <message>
        <source>The journal is not what was signed before: it is not signed again. Call for help, and keep the computer as it is.</source>
        <translation>The journal is not what was signed before: it is not signed again. Call for help, and keep the computer as it is.</translation>
    </message>
    <message>
        <source>it was erased, and what it was about is still there</source>
        <translation>it was erased, and what it was about is still there</translation>
    </message>
    <message>
        <source>a payment is not what its steps make of it</source>
        <translation>a payment is not what its steps make of it</translation>
    </message>
    <message>
        <source>a setting is not what was written down</source>
        <translation>a setting is not what was written down</translation>
    </message>
    <message>
        <source>this shop&apos;s data is older than what it has seen, or a second copy of it is in use</source>
        <translation>this shop&apos;s data is older than what it has seen, or a second copy of it is in use</translation>
    </message>
    <message>
        <source>what it answers cannot be true: do not rely on it, and ask whoever runs it</source>
        <translation>what it answers cannot be true: do not rely on it, and ask whoever runs it</translation>
    </message>
    <message>
        <source>it does not know this terminal: give the key of this terminal to whoever runs it</source>
        <translation>it does not know this terminal: give the key of this terminal to whoever runs it</translation>
    </message>
    <message>
        <source>what it has seen is from before the database was made again: nothing can be proved to it</source>
        <translation>what it has seen is from before the database was made again: nothing can be proved to it</translation>
    </message>
    <message>
        <source>it refuses what is signed here</source>
        <translation>it refuses what is signed here</translation>
    </message>
    <message>
        <source>what it answered could not be kept here</source>
        <translation>what it answered could not be kept here</translation>
    </message>
    <message>
        <source>No witness has seen it yet.</source>
        <translation>No witness has seen it yet.</translation>
    </message>
    <message>
        <source>Witnessed: %1 entries, %2, by %3.</source>
        <translation>Witnessed: %1 entries, %2, by %3.</translation>
    </message>
    <message>
        <source>What was signed at %1 and later is not witnessed yet.</source>
        <translation>What was signed at %1 and later is not witnessed yet.</translation>
    </message>
    <message>
        <source>The journal has not been witnessed since %1. Selling goes on.</source>
        <translation>The journal has not been witnessed since %1. Selling goes on.</translation>
    </message>
    <message>
        <source>The witness %1 answers what cannot be true. Selling goes on.</source>
        <translation>The witness %1 answers what cannot be true. Selling goes on.</translation>
    </message>
    <message>
        <source>This shop&apos;s data is older than a witness has seen, or a second copy is in use. Tell the owner.</source>
        <translation>This shop&apos;s data is older than a witness has seen, or a second copy is in use. Tell the owner.</translation>
    </message>
    <message>
        <source>its clock or this computer&apos;s is a day off or more: set the clock right</source>
        <translation>its clock or this computer&apos;s is a day off or more: set the clock right</translation>
    </message>
    <message>
        <source>it does not prove to be who it says: look at its address and its authority</source>
        <translation>it does not prove to be who it says: look at its address and its authority</translation>
    </message>
    <message>
        <source>it cannot be reached</source>
        <translation>it cannot be reached</translation>
    </message>
    <message>
        <source>who came and went is not what was written down</source>
        <translation>who came and went is not what was written down</translation>
    </message>
    <message>
        <source>a paper is not what was written down</source>
        <translation>a paper is not what was written down</translation>
    </message>
    <message>
        <source>a message to a customer is not what was written down</source>
        <translation>a message to a customer is not what was written down</translation>
    </message>
    <message>
        <source>the customer book is not what was written down</source>
        <translation>the customer book is not what was written down</translation>
    </message>
    <message>
        <source>a complaint is not what was written down</source>
        <translation>a complaint is not what was written down</translation>
    </message>
    <message>
        <source>what a batch did is not what was written down</source>
        <translation>what a batch did is not what was written down</translation>
    </message>
    <message>
        <source>a deposit ticket is not what was written down</source>
        <translation>a deposit ticket is not what was written down</translation>
    </message>
    <message>
        <source>what the bank was asked to collect is not what was written down</source>
        <translation>what the bank was asked to collect is not what was written down</translation>
    </message>
    <message>
        <source>Waiting for the witness %1 since %2. Selling goes on.</source>
        <translation>Waiting for the witness %1 since %2. Selling goes on.</translation>
    </message>
    <message>
        <source>What was written down has been changed since it was signed. Selling goes on. Tell the owner.</source>
        <translation>What was written down has been changed since it was signed. Selling goes on. Tell the owner.</translation>
    </message>
    <message>
        <source>Older keys were put in place of this shop&apos;s: PINs of then open it. Tell the owner.</source>
        <translation>Older keys were put in place of this shop&apos;s: PINs of then open it. Tell the owner.</translation>
    </message>
    <message>
        <source>The owner&apos;s PIN is new, by the recovery code alone. Not by the owner? Change PIN and code.</source>
        <translation>The owner&apos;s PIN is new, by the recovery code alone. Not by the owner? Change PIN and code.</translation>
    </message>
</context>
<context>
    <name>LimitText</name>
    <message>
        <source>One deposit without network</source>
        <translation>One deposit without network</translation>
    </message>
    <message>
        <source>All deposits that wait for the network</source>
        <translation>All deposits that wait for the network</translation>
    </message>
    <message>
        <source>How many may wait</source>
        <translation>How many may wait</translation>
    </message>
    <message>
        <source>How old the oldest may be</source>
        <translation>How old the oldest may be</translation>
    </message>
    <message>
        <source>Admin and service fee together</source>
        <translation>Admin and service fee together</translation>
    </message>
    <message>
        <source>Transfers with the sender&apos;s identity</source>
        <translation>Transfers with the sender&apos;s identity</translation>
    </message>
    <message>
        <source>Transfers to one account in a day</source>
        <translation>Transfers to one account in a day</translation>
    </message>
    <message>
        <source>Transfers of one sender in a day</source>
        <translation>Transfers of one sender in a day</translation>
    </message>
    <message>
        <source>The most that is taken for one customer while there is no network.</source>
        <translation>The most that is taken for one customer while there is no network.</translation>
    </message>
    <message>
        <source>What customers have paid and no supplier has delivered yet. Then the counter waits for the network.</source>
        <translation>What customers have paid and no supplier has delivered yet. Then the counter waits for the network.</translation>
    </message>
    <message>
        <source>With so many deposits waiting no further one is taken.</source>
        <translation>With so many deposits waiting no further one is taken.</translation>
    </message>
    <message>
        <source>In hours. When the oldest deposit is older, no new one is taken; those that wait stay.</source>
        <translation>In hours. When the oldest deposit is older, no new one is taken; those that wait stay.</translation>
    </message>
    <message>
        <source>The most that a customer is asked for beside the goods. Empty: no limit.</source>
        <translation>The most that a customer is asked for beside the goods. Empty: no limit.</translation>
    </message>
    <message>
        <source>From this sum on the counter asks who brings the money, as the law wants it.</source>
        <translation>From this sum on the counter asks who brings the money, as the law wants it.</translation>
    </message>
    <message>
        <source>More than this goes to the bank&apos;s own counter.</source>
        <translation>More than this goes to the bank&apos;s own counter.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>no limit</translation>
    </message>
    <message>
        <source>A whole number up to %1.</source>
        <translation>A whole number up to %1.</translation>
    </message>
    <message>
        <source>Whole hours up to %1.</source>
        <translation>Whole hours up to %1.</translation>
    </message>
    <message>
        <source>At most %1.</source>
        <translation>At most %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message>
        <source>The counter locks itself after</source>
        <translation>The counter locks itself after</translation>
    </message>
    <message>
        <source>Minutes without a key or a touch; then it asks for a PIN. What is under way goes on. 0: never.</source>
        <translation>Minutes without a key or a touch; then it asks for a PIN. What is under way goes on. 0: never.</translation>
    </message>
    <message>
        <source>never</source>
        <translation>never</translation>
    </message>
    <message>
        <source>The counter never locks itself: whoever walks by sells in the name of whoever left.</source>
        <translation>The counter never locks itself: whoever walks by sells in the name of whoever left.</translation>
    </message>
    <message>
        <source>Whole minutes up to %1; 0: never.</source>
        <translation>Whole minutes up to %1; 0: never.</translation>
    </message>
    <message>
        <source>A second proof from</source>
        <translation>A second proof from</translation>
    </message>
    <message>
        <source>A second proof for a new number from</source>
        <translation>A second proof for a new number from</translation>
    </message>
    <message>
        <source>From this sum on a sale wants a one-time code or a finger of whoever stands there, or the owner&apos;s code; cash of so much is not handed out at this window. 0: never.</source>
        <translation>From this sum on a sale wants a one-time code or a finger of whoever stands there, or the owner&apos;s code; cash of so much is not handed out at this window. 0: never.</translation>
    </message>
    <message>
        <source>The same for a transfer or wallet that nothing has reached from here before. 0: never.</source>
        <translation>The same for a transfer or wallet that nothing has reached from here before. 0: never.</translation>
    </message>
    <message>
        <source>Cash goes back by two people from</source>
        <translation>Cash goes back by two people from</translation>
    </message>
    <message>
        <source>These limits are changed by two people</source>
        <translation>These limits are changed by two people</translation>
    </message>
    <message>
        <source>A sale cancelled, a refund or goods taken back of so much wants a second person&apos;s PIN, or the owner&apos;s code; an owner who is alone in the shop needs nobody, or the own code where one is set up. 0: always. Empty: never.</source>
        <translation>A sale cancelled, a refund or goods taken back of so much wants a second person&apos;s PIN, or the owner&apos;s code; an owner who is alone in the shop needs nobody, or the own code where one is set up. 0: always. Empty: never.</translation>
    </message>
    <message>
        <source>1: whoever changes them needs a second person, or the owner&apos;s code. 0: the owner alone.</source>
        <translation>1: whoever changes them needs a second person, or the owner&apos;s code. 0: the owner alone.</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>always</source>
        <translation>always</translation>
    </message>
    <message>
        <source>1 or 0.</source>
        <translation>1 or 0.</translation>
    </message>
</context>
<context>
    <name>SupplierText</name>
    <message>
        <source>Bank (SNAP)</source>
        <translation>Bank (SNAP)</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>not set</translation>
    </message>
    <message>
        <source>kept, not shown</source>
        <translation>kept, not shown</translation>
    </message>
    <message>
        <source>a file of %1 bytes</source>
        <translation>a file of %1 bytes</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>It must begin with https:// and a host.</source>
        <translation>It must begin with https:// and a host.</translation>
    </message>
    <message>
        <source>Whole rupiah.</source>
        <translation>Whole rupiah.</translation>
    </message>
    <message>
        <source>From %1 to %2 milliseconds.</source>
        <translation>From %1 to %2 milliseconds.</translation>
    </message>
    <message>
        <source>This is no certificate (PEM).</source>
        <translation>This is no certificate (PEM).</translation>
    </message>
    <message>
        <source>This is no private key (PEM).</source>
        <translation>This is no private key (PEM).</translation>
    </message>
    <message>
        <source>sha256// and 44 characters each, with semicolons between.</source>
        <translation>sha256// and 44 characters each, with semicolons between.</translation>
    </message>
    <message>
        <source>http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, so https:// and socks5h://</source>
        <translation>http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, so https:// and socks5h://</translation>
    </message>
    <message>
        <source>A mobile number such as 081234567890.</source>
        <translation>A mobile number such as 081234567890.</translation>
    </message>
    <message>
        <source>Digits, with blanks, dashes, brackets and a plus between them.</source>
        <translation>Digits, with blanks, dashes, brackets and a plus between them.</translation>
    </message>
    <message>
        <source>A mailbox such as cs@example.id</source>
        <translation>A mailbox such as cs@example.id</translation>
    </message>
    <message>
        <source>Two times of the day such as 23:45-00:15.</source>
        <translation>Two times of the day such as 23:45-00:15.</translation>
    </message>
    <message>
        <source>Letters on one line, and not too many.</source>
        <translation>Letters on one line, and not too many.</translation>
    </message>
    <message>
        <source>Payments at this supplier are not at their end yet. It can go when they are.</source>
        <translation>Payments at this supplier are not at their end yet. It can go when they are.</translation>
    </message>
    <message>
        <source>%1 still has payments that are not at their end (%2). It can go when they are.</source>
        <translation>%1 still has payments that are not at their end (%2). It can go when they are.</translation>
    </message>
    <message>
        <source>Somebody else has changed the suppliers meanwhile. Look at this one again.</source>
        <translation>Somebody else has changed the suppliers meanwhile. Look at this one again.</translation>
    </message>
    <message>
        <source>%1 is not right or is missing.</source>
        <translation>%1 is not right or is missing.</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Short name</translation>
    </message>
    <message>
        <source>Small letters, digits and dashes. It stands in the books and stays as it is.</source>
        <translation>Small letters, digits and dashes. It stands in the books and stays as it is.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>As the supplier gives it, beginning with https://</source>
        <translation>As the supplier gives it, beginning with https://</translation>
    </message>
    <message>
        <source>Address for prepaid goods</source>
        <translation>Address for prepaid goods</translation>
    </message>
    <message>
        <source>Address for bills</source>
        <translation>Address for bills</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>User name</translation>
    </message>
    <message>
        <source>Of the shop at this supplier.</source>
        <translation>Of the shop at this supplier.</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API key</translation>
    </message>
    <message>
        <source>Kept encrypted and never shown again.</source>
        <translation>Kept encrypted and never shown again.</translation>
    </message>
    <message>
        <source>Secret of their messages</source>
        <translation>Secret of their messages</translation>
    </message>
    <message>
        <source>Only where a gateway hands their messages on.</source>
        <translation>Only where a gateway hands their messages on.</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>Client ID</translation>
    </message>
    <message>
        <source>From the bank&apos;s portal.</source>
        <translation>From the bank&apos;s portal.</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Client secret</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>Private key</translation>
    </message>
    <message>
        <source>The file (PEM) whose public half the bank has. The file may be deleted afterwards.</source>
        <translation>The file (PEM) whose public half the bank has. The file may be deleted afterwards.</translation>
    </message>
    <message>
        <source>Partner ID</source>
        <translation>Partner ID</translation>
    </message>
    <message>
        <source>Channel ID</source>
        <translation>Channel ID</translation>
    </message>
    <message>
        <source>Account that pays</source>
        <translation>Account that pays</translation>
    </message>
    <message>
        <source>The shop&apos;s account at this bank.</source>
        <translation>The shop&apos;s account at this bank.</translation>
    </message>
    <message>
        <source>Name of the bank</source>
        <translation>Name of the bank</translation>
    </message>
    <message>
        <source>As it stands on receipts.</source>
        <translation>As it stands on receipts.</translation>
    </message>
    <message>
        <source>Merchant ID</source>
        <translation>Merchant ID</translation>
    </message>
    <message>
        <source>For QRIS.</source>
        <translation>For QRIS.</translation>
    </message>
    <message>
        <source>Bank&apos;s profile</source>
        <translation>Bank&apos;s profile</translation>
    </message>
    <message>
        <source>Own profile</source>
        <translation>Own profile</translation>
    </message>
    <message>
        <source>A file (JSON) for a bank that departs from all of them.</source>
        <translation>A file (JSON) for a bank that departs from all of them.</translation>
    </message>
    <message>
        <source>Fee within the bank</source>
        <translation>Fee within the bank</translation>
    </message>
    <message>
        <source>What the bank takes, as agreed on paper.</source>
        <translation>What the bank takes, as agreed on paper.</translation>
    </message>
    <message>
        <source>Fee to other banks</source>
        <translation>Fee to other banks</translation>
    </message>
    <message>
        <source>Fee of a wallet top-up</source>
        <translation>Fee of a wallet top-up</translation>
    </message>
    <message>
        <source>Fee of a virtual account</source>
        <translation>Fee of a virtual account</translation>
    </message>
    <message>
        <source>Whom to ask</source>
        <translation>Whom to ask</translation>
    </message>
    <message>
        <source>When a customer complains: the person or the desk.</source>
        <translation>When a customer complains: the person or the desk.</translation>
    </message>
    <message>
        <source>Their WhatsApp</source>
        <translation>Their WhatsApp</translation>
    </message>
    <message>
        <source>A complaint is written to it with one key.</source>
        <translation>A complaint is written to it with one key.</translation>
    </message>
    <message>
        <source>Their telephone</source>
        <translation>Their telephone</translation>
    </message>
    <message>
        <source>Their e-mail</source>
        <translation>Their e-mail</translation>
    </message>
    <message>
        <source>Their hours</source>
        <translation>Their hours</translation>
    </message>
    <message>
        <source>When somebody answers.</source>
        <translation>When somebody answers.</translation>
    </message>
    <message>
        <source>Closed hours</source>
        <translation>Closed hours</translation>
    </message>
    <message>
        <source>Every day, such as 23:45-00:15 (WIB). What is taken meanwhile waits.</source>
        <translation>Every day, such as 23:45-00:15 (WIB). What is taken meanwhile waits.</translation>
    </message>
    <message>
        <source>How long to wait</source>
        <translation>How long to wait</translation>
    </message>
    <message>
        <source>For one answer, in milliseconds. Usually 30000.</source>
        <translation>For one answer, in milliseconds. Usually 30000.</translation>
    </message>
    <message>
        <source>Its authority</source>
        <translation>Its authority</translation>
    </message>
    <message>
        <source>A file (PEM). Empty: the authorities that this computer trusts.</source>
        <translation>A file (PEM). Empty: the authorities that this computer trusts.</translation>
    </message>
    <message>
        <source>Its public keys</source>
        <translation>Its public keys</translation>
    </message>
    <message>
        <source>sha256//…, with semicolons between. Empty: any that its authority vouches for.</source>
        <translation>sha256//…, with semicolons between. Empty: any that its authority vouches for.</translation>
    </message>
    <message>
        <source>Our certificate</source>
        <translation>Our certificate</translation>
    </message>
    <message>
        <source>A file (PEM), where the supplier wants to know this computer by one.</source>
        <translation>A file (PEM), where the supplier wants to know this computer by one.</translation>
    </message>
    <message>
        <source>Our certificate&apos;s key</source>
        <translation>Our certificate&apos;s key</translation>
    </message>
    <message>
        <source>A file (PEM).</source>
        <translation>A file (PEM).</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>http://HOST:PORT, where there is no other way to it.</source>
        <translation>http://HOST:PORT, where there is no other way to it.</translation>
    </message>
    <message>
        <source>The proxy&apos;s authority</source>
        <translation>The proxy&apos;s authority</translation>
    </message>
    <message>
        <source>A file (PEM), for a proxy with https.</source>
        <translation>A file (PEM), for a proxy with https.</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed by this till</source>
        <translation>Signed by this till</translation>
    </message>
    <message>
        <source>yes, where the supplier knows this till by its key: a copy of it is refused there.</source>
        <translation>yes, where the supplier knows this till by its key: a copy of it is refused there.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>yes or no</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::AuditPanel</name>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Every step of a payment, every posting and everything that is set is sealed into the journal, one on top of the other. What is changed afterwards shows.</source>
        <translation>Every step of a payment, every posting and everything that is set is sealed into the journal, one on top of the other. What is changed afterwards shows.</translation>
    </message>
    <message>
        <source>Look at all of it</source>
        <translation>Look at all of it</translation>
    </message>
    <message>
        <source>Sign it now</source>
        <translation>Sign it now</translation>
    </message>
    <message>
        <source>What was signed</source>
        <translation>What was signed</translation>
    </message>
    <message>
        <source>F6 signs how the journal stands. Keep the code outside the shop: it tells how large the journal was, and its seal.</source>
        <translation>F6 signs how the journal stands. Keep the code outside the shop: it tells how large the journal was, and its seal.</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Entries</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>Seal</translation>
    </message>
    <message>
        <source>Looking at the journal…</source>
        <translation>Looking at the journal…</translation>
    </message>
    <message>
        <source>The journal is as it was written.</source>
        <translation>The journal is as it was written.</translation>
    </message>
    <message>
        <source>The journal is not as it was written. Keep the computer as it is, and call for help.</source>
        <translation>The journal is not as it was written. Keep the computer as it is, and call for help.</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>and %1 more</translation>
    </message>
    <message>
        <source>What this terminal has signed of its journal</source>
        <translation>What this terminal has signed of its journal</translation>
    </message>
    <message>
        <source>look at all of it</source>
        <translation>look at all of it</translation>
    </message>
    <message>
        <source>sign it now</source>
        <translation>sign it now</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>From entry %1 on the journal is as it was written.</source>
        <translation>From entry %1 on the journal is as it was written.</translation>
    </message>
    <message>
        <source>A witness has seen more of this terminal&apos;s journal, or another one. If an older copy of this shop was put back, or two copies are in use, stop one of them and call for help.</source>
        <translation>A witness has seen more of this terminal&apos;s journal, or another one. If an older copy of this shop was put back, or two copies are in use, stop one of them and call for help.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::LimitsPanel</name>
    <message>
        <source>Limits</source>
        <translation>Limits</translation>
    </message>
    <message>
        <source>Somebody else has changed the limits meanwhile. Look at yours again before you save.</source>
        <translation>Somebody else has changed the limits meanwhile. Look at yours again before you save.</translation>
    </message>
    <message>
        <source>Saved. They count from now on. Ctrl+Z brings the former ones back.</source>
        <translation>Saved. They count from now on. Ctrl+Z brings the former ones back.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::OwnerGate</name>
    <message>
        <source>PIN of %1</source>
        <translation>PIN of %1</translation>
    </message>
    <message>
        <source>Nobody here is the owner: this cannot be saved.</source>
        <translation>Nobody here is the owner: this cannot be saved.</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>Looking at the PIN…</translation>
    </message>
    <message>
        <source>That is not the owner&apos;s PIN. Nothing was saved.</source>
        <translation>That is not the owner&apos;s PIN. Nothing was saved.</translation>
    </message>
    <message>
        <source>Owner&apos;s PIN</source>
        <translation>Owner&apos;s PIN</translation>
    </message>
    <message>
        <source>Owner&apos;s code</source>
        <translation>Owner&apos;s code</translation>
    </message>
    <message>
        <source>Six digits, as the absent owner reads them from the telephone</source>
        <translation>Six digits, as the absent owner reads them from the telephone</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>digits</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>PIN or code</source>
        <translation>PIN or code</translation>
    </message>
    <message>
        <source>code</source>
        <translation>code</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SettingForm</name>
    <message>
        <source>Choose the file</source>
        <translation>Choose the file</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>no limit</translation>
    </message>
    <message>
        <source>a new one; empty keeps the old one</source>
        <translation>a new one; empty keeps the old one</translation>
    </message>
    <message>
        <source>the file&apos;s path</source>
        <translation>the file&apos;s path</translation>
    </message>
    <message>
        <source>Until it is saved: %1</source>
        <translation>Until it is saved: %1</translation>
    </message>
    <message>
        <source>This file cannot be read: %1</source>
        <translation>This file cannot be read: %1</translation>
    </message>
    <message>
        <source>This file is too large to be that.</source>
        <translation>This file is too large to be that.</translation>
    </message>
    <message>
        <source>This file is empty.</source>
        <translation>This file is empty.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SheetPanel</name>
    <message>
        <source>not saved</source>
        <translation>not saved</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>missing</translation>
    </message>
    <message>
        <source>%1 not saved</source>
        <translation>%1 not saved</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>Something is not saved. F8 saves it, Esc once more drops it.</source>
        <translation>Something is not saved. F8 saves it, Esc once more drops it.</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>Nothing has changed.</translation>
    </message>
    <message>
        <source>As it was before. F8 saves it.</source>
        <translation>As it was before. F8 saves it.</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>next</source>
        <translation>next</translation>
    </message>
    <message>
        <source>save</source>
        <translation>save</translation>
    </message>
    <message>
        <source>done</source>
        <translation>done</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>change</source>
        <translation>change</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>as it was</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SupplierSheet</name>
    <message>
        <source>New: %1</source>
        <translation>New: %1</translation>
    </message>
    <message>
        <source>Del in the list takes it away.</source>
        <translation>Del in the list takes it away.</translation>
    </message>
    <message>
        <source>Another supplier is called so.</source>
        <translation>Another supplier is called so.</translation>
    </message>
    <message>
        <source>%1 goes. What was bought there stays in the books.</source>
        <translation>%1 goes. What was bought there stays in the books.</translation>
    </message>
    <message>
        <source>%1 is added at %2</source>
        <translation>%1 is added at %2</translation>
    </message>
    <message>
        <source>%1 is no supplier of this shop any more.</source>
        <translation>%1 is no supplier of this shop any more.</translation>
    </message>
    <message>
        <source>%1 is saved and is being asked.</source>
        <translation>%1 is saved and is being asked.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SuppliersPanel</name>
    <message>
        <source>Suppliers</source>
        <translation>Suppliers</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>answers</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Add %1</translation>
    </message>
    <message>
        <source>with what it has given the shop</source>
        <translation>with what it has given the shop</translation>
    </message>
    <message>
        <source>move</source>
        <translation>move</translation>
    </message>
    <message>
        <source>open</source>
        <translation>open</translation>
    </message>
    <message>
        <source>take away</source>
        <translation>take away</translation>
    </message>
    <message>
        <source>ask again</source>
        <translation>ask again</translation>
    </message>
    <message>
        <source>back</source>
        <translation>back</translation>
    </message>
    <message>
        <source>What was typed and not saved is gone: keys are here only while somebody looks.</source>
        <translation>What was typed and not saved is gone: keys are here only while somebody looks.</translation>
    </message>
    <message>
        <source>A change was being saved when this page was left. Look whether it stands as you want it.</source>
        <translation>A change was being saved when this page was left. Look whether it stands as you want it.</translation>
    </message>
</context>
</TS>
