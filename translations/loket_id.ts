<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id" sourcelanguage="en">
<context>
    <name>AmountText</name>
    <message>
        <source>%1m</source>
        <comment>nominal in millions, as short as can be</comment>
        <translation>%1jt</translation>
    </message>
    <message>
        <source>%1k</source>
        <comment>nominal in thousands, as short as can be</comment>
        <translation>%1rb</translation>
    </message>
</context>
<context>
    <name>CashOutText</name>
    <message>
        <source>Asking for the code</source>
        <translation>Meminta kode</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>Sedang dicek</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Kedaluwarsa</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Menunggu</translation>
    </message>
    <message>
        <source>PAID</source>
        <translation>LUNAS</translation>
    </message>
    <message>
        <source>Not paid</source>
        <translation>Tidak dibayar</translation>
    </message>
    <message>
        <source>Cash given</source>
        <translation>Sudah dibayar</translation>
    </message>
    <message>
        <source>The bank is asked for a code. Give no cash yet.</source>
        <translation>Bank diminta membuat kode. Jangan beri uang dulu.</translation>
    </message>
    <message>
        <source>The bank has not answered. It is being checked: do not repeat this, and give no cash yet.</source>
        <translation>Bank belum menjawab. Sedang dicek, jangan diulang, dan jangan beri uang dulu.</translation>
    </message>
    <message>
        <source>Nobody has paid in time. The bank is asked a little longer; give no cash, make a new code.</source>
        <translation>Belum dibayar sampai waktunya habis. Bank masih ditanya sebentar lagi; jangan beri uang, buat kode baru.</translation>
    </message>
    <message>
        <source>The customer scans the code. The bank says when it is paid; give no cash before.</source>
        <translation>Pelanggan memindai kode ini. Bank yang bilang kalau sudah dibayar; sebelum itu jangan beri uang.</translation>
    </message>
    <message>
        <source>The cash was given at %1. Do not give it again.</source>
        <translation>Uangnya sudah diberikan %1. Jangan beri lagi.</translation>
    </message>
    <message>
        <source>The bank&apos;s statement does not show this money any more. Give no cash.</source>
        <translation>Uang ini tidak ada lagi di mutasi bank. Jangan beri uang.</translation>
    </message>
    <message>
        <source>Type the customer&apos;s number in digits.</source>
        <translation>Ketik nomor pelanggan dengan angka.</translation>
    </message>
    <message>
        <source>The bank does not answer. Give no cash; try again when it does.</source>
        <translation>Bank tidak menjawab. Jangan beri uang; coba lagi kalau sudah tersambung.</translation>
    </message>
    <message>
        <source>The bank refuses. Give no cash.</source>
        <translation>Bank menolak. Jangan beri uang.</translation>
    </message>
    <message>
        <source>The bank asks for a pause. Try again in a minute.</source>
        <translation>Bank minta jeda. Coba lagi sebentar lagi.</translation>
    </message>
    <message>
        <source>The bank says that the money has arrived.</source>
        <translation>Kata bank, uangnya sudah masuk.</translation>
    </message>
    <message>
        <source>No money has arrived: give no cash.</source>
        <translation>Tidak ada uang masuk: jangan beri uang.</translation>
    </message>
    <message>
        <source>This money is not there to be given: it belongs to a code or password, or arrived more than three days ago.</source>
        <translation>Uang ini tidak bisa dibayarkan: milik kode atau OTP, atau masuk lebih dari tiga hari lalu.</translation>
    </message>
    <message>
        <source>The password is wrong</source>
        <translation>OTP salah</translation>
    </message>
    <message>
        <source>The password is too old: the customer asks for a new one</source>
        <translation>OTP sudah kedaluwarsa: pelanggan meminta yang baru</translation>
    </message>
    <message>
        <source>The password is blocked</source>
        <translation>OTP diblokir</translation>
    </message>
    <message>
        <source>The customer has to ask for a password first</source>
        <translation>Pelanggan harus meminta OTP dulu</translation>
    </message>
    <message>
        <source>The customer has too little money</source>
        <translation>Saldo pelanggan tidak cukup</translation>
    </message>
    <message>
        <source>Nobody has paid in time. Give no cash. If the customer says that he has paid, ask the bank once more.</source>
        <translation>Tidak dibayar sampai waktunya habis. Jangan beri uang. Kalau pelanggan bilang sudah bayar, tanya bank sekali lagi.</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Terjual</translation>
    </message>
    <message>
        <source>It has paid a sale at %1: give no cash for it.</source>
        <translation>Sudah dipakai membayar penjualan pada %1: jangan beri uang tunai.</translation>
    </message>
    <message>
        <source>The money has arrived and is about to pay for the sale: give no cash.</source>
        <translation>Uang sudah masuk dan sedang dipakai membayar penjualan: jangan beri uang tunai.</translation>
    </message>
    <message>
        <source>The bank says that the money has arrived. It was for a sale that was not made.</source>
        <translation>Bank menyatakan uang sudah masuk. Uang ini untuk penjualan yang tidak jadi.</translation>
    </message>
    <message>
        <source>Paid, not sold</source>
        <translation>Dibayar, tidak terjual</translation>
    </message>
    <message>
        <source>The bank is asked for a code.</source>
        <translation>Bank sedang diminta membuat kode.</translation>
    </message>
    <message>
        <source>Nobody has paid in time, and nothing was sold. Go back and take cash, or make a new code.</source>
        <translation>Tidak ada yang membayar sampai waktunya habis, dan tidak ada yang terjual. Kembali dan terima tunai, atau buat kode baru.</translation>
    </message>
    <message>
        <source>The customer scans the code. It is sold when the bank says that the money is there, not before.</source>
        <translation>Pelanggan memindai kode ini. Baru dijual bila bank menyatakan uangnya sudah masuk.</translation>
    </message>
    <message>
        <source>The money has arrived. The bank&apos;s statement is looked at, then it is sold by itself.</source>
        <translation>Uang sudah masuk. Mutasi bank dilihat dulu, lalu terjual sendiri.</translation>
    </message>
    <message>
        <source>The customer&apos;s money has arrived and nothing was sold: give it back as cash on the cash-out page.</source>
        <translation>Uang pelanggan sudah masuk tetapi tidak ada yang terjual: kembalikan tunai di halaman Kas.</translation>
    </message>
    <message>
        <source>No money has arrived, and nothing was sold.</source>
        <translation>Tidak ada uang masuk, dan tidak ada yang terjual.</translation>
    </message>
    <message>
        <source>The money has arrived, and it is sold.</source>
        <translation>Uang sudah masuk, dan sudah terjual.</translation>
    </message>
</context>
<context>
    <name>ComplaintText</name>
    <message>
        <source>Solved: it works now</source>
        <translation>Beres, sudah berfungsi</translation>
    </message>
    <message>
        <source>The customer has the money back</source>
        <translation>Uang pelanggan kembali</translation>
    </message>
    <message>
        <source>Nothing was wrong</source>
        <translation>Tidak ada yang salah</translation>
    </message>
    <message>
        <source>open</source>
        <translation>terbuka</translation>
    </message>
    <message>
        <source>closed, solved</source>
        <translation>selesai, beres</translation>
    </message>
    <message>
        <source>closed, money back</source>
        <translation>selesai, uang kembali</translation>
    </message>
    <message>
        <source>closed, nothing wrong</source>
        <translation>selesai, tidak ada masalah</translation>
    </message>
    <message>
        <source>the customer says</source>
        <translation>kata pelanggan</translation>
    </message>
    <message>
        <source>Phone %1</source>
        <translation>Telepon %1</translation>
    </message>
    <message>
        <source>Write it down in a few words first.</source>
        <translation>Tulis dulu dengan beberapa kata.</translation>
    </message>
    <message>
        <source>How to reach the customer: at most 60 letters.</source>
        <translation>Cara menghubungi pelanggan: paling banyak 60 huruf.</translation>
    </message>
    <message>
        <source>At most 240 letters at once. Write the rest as another note.</source>
        <translation>Paling banyak 240 huruf sekali tulis. Sisanya tulis sebagai catatan lain.</translation>
    </message>
    <message>
        <source>It was closed meanwhile.</source>
        <translation>Sementara itu sudah ditutup.</translation>
    </message>
    <message>
        <source>A complaint is open already.</source>
        <translation>Sudah ada keluhan yang terbuka.</translation>
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
        <translation>Batas</translation>
    </message>
    <message>
        <source>Bill</source>
        <translation>Tagihan</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Setor</translation>
    </message>
    <message>
        <source>admin %1</source>
        <translation>admin %1</translation>
    </message>
    <message>
        <source>service %1</source>
        <translation>layanan %1</translation>
    </message>
    <message>
        <source>through %1</source>
        <translation>lewat %1</translation>
    </message>
    <message>
        <source>deposit: paid when the network is back</source>
        <translation>titipan: dibayarkan begitu jaringan pulih</translation>
    </message>
    <message>
        <source>cheapest of %1 suppliers</source>
        <translation>termurah dari %1 penyedia</translation>
    </message>
    <message>
        <source>best of %1 suppliers now</source>
        <translation>terbaik dari %1 penyedia saat ini</translation>
    </message>
    <message>
        <source>Last time %1 %2, %3</source>
        <translation>%1 terakhir %2, %3</translation>
    </message>
    <message>
        <source>number asked next</source>
        <translation>nomornya ditanya berikutnya</translation>
    </message>
    <message>
        <source>Still being processed since %1: %2. Do not repeat it, wait for the result.</source>
        <translation>Masih berjalan sejak %1: %2. Jangan diulang, tunggu hasilnya.</translation>
    </message>
    <message>
        <source>Already bought today at %1 (%2). If the customer wants another one, press Ctrl+Enter.</source>
        <translation>Hari ini sudah dibeli pukul %1 (%2). Kalau memang mau beli lagi, tekan Ctrl+Enter.</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Tersambung</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Luring</translation>
    </message>
    <message>
        <source>Offline %1</source>
        <translation>Luring %1</translation>
    </message>
    <message>
        <source>Queue empty</source>
        <translation>Antrean kosong</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 menunggu</translation>
    </message>
    <message>
        <source>No network.</source>
        <translation>Jaringan putus.</translation>
    </message>
    <message>
        <source>No network since %1.</source>
        <translation>Jaringan putus sejak %1.</translation>
    </message>
    <message>
        <source>The limit for deposits is reached. Still possible: history, reprints.</source>
        <translation>Batas titipan sudah penuh. Tetap bisa: lihat riwayat, cetak ulang.</translation>
    </message>
    <message>
        <source>Still possible: take deposits up to %1 (%2 left), see history, reprint.</source>
        <translation>Tetap bisa: terima titipan sampai %1 (sisa %2), lihat riwayat, cetak ulang.</translation>
    </message>
    <message>
        <source>%1 cannot be reached since %2. Everything else sells as usual.</source>
        <translation>%1 tidak bisa dihubungi sejak %2. Yang lain dijual seperti biasa.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 slow, says %2. Set it, or payments will be refused.</source>
        <translation>Jam komputer ini terlambat %1 menurut %2. Betulkan dulu, atau pembayaran akan ditolak.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 fast, says %2. Set it, or payments will be refused.</source>
        <translation>Jam komputer ini terlalu cepat %1 menurut %2. Betulkan dulu, atau pembayaran akan ditolak.</translation>
    </message>
    <message>
        <source>E-mail account</source>
        <translation>Akun surel</translation>
    </message>
    <message>
        <source>Time stamp</source>
        <translation>Cap waktu</translation>
    </message>
    <message>
        <source>For a day the journal has had no time stamp: Shift+F10 shows why</source>
        <translation>Sudah sehari jurnal tidak mendapat cap waktu: Shift+F10 menunjukkan sebabnya</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is more than a day from the time that was stamped: set the clock right</source>
        <translation>Jam komputer ini berbeda lebih dari sehari dari waktu pada cap: betulkan jamnya</translation>
    </message>
    <message>
        <source>The last message could not be sent: %1</source>
        <translation>Pesan terakhir tidak terkirim: %1</translation>
    </message>
    <message>
        <source>Clock of %1</source>
        <translation>Jam %1</translation>
    </message>
    <message>
        <source>Trying again now</source>
        <translation>Mencoba lagi sekarang</translation>
    </message>
    <message>
        <source>Trying again in %1</source>
        <translation>Mencoba lagi %1</translation>
    </message>
    <message numerus="yes">
        <source>TODAY · %1 sales · profit %2</source>
        <translation>
            <numerusform>HARI INI · %1 transaksi · laba %2</numerusform>
        </translation>
    </message>
    <message>
        <source>No printer set: nothing was printed</source>
        <translation>Printer belum diatur: tidak dicetak</translation>
    </message>
    <message>
        <source>Waiting for the printer</source>
        <translation>Menunggu printer</translation>
    </message>
    <message>
        <source>Copy %1 sent to the printer</source>
        <translation>Salinan %1 terkirim ke printer</translation>
    </message>
    <message>
        <source>Receipt sent to the printer</source>
        <translation>Struk terkirim ke printer</translation>
    </message>
    <message>
        <source>Not printed. Check paper and cable</source>
        <translation>Tidak tercetak. Periksa kertas dan kabel</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Jam</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Kunci</translation>
    </message>
    <message>
        <source>Encrypted database</source>
        <translation>Basis data terenkripsi</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>%1, last time %2</source>
        <translation>%1, terakhir %2</translation>
    </message>
    <message>
        <source>Float unknown</source>
        <translation>Deposit belum diketahui</translation>
    </message>
    <message>
        <source>Float %1</source>
        <translation>Deposit %1</translation>
    </message>
    <message>
        <source>%1 does not answer as it should. %2.</source>
        <translation>%1 tidak menjawab semestinya. %2.</translation>
    </message>
    <message>
        <source>%1, since %2.</source>
        <translation>%1, sejak %2.</translation>
    </message>
    <message>
        <source>Copy %1 printed</source>
        <translation>Salinan %1 sudah tercetak</translation>
    </message>
    <message>
        <source>Receipt printed</source>
        <translation>Struk sudah tercetak</translation>
    </message>
    <message>
        <source>May have come out: look before printing again</source>
        <translation>Mungkin sudah keluar: lihat dulu sebelum cetak ulang</translation>
    </message>
    <message>
        <source>Came out, as somebody saw</source>
        <translation>Sudah keluar, sudah dilihat</translation>
    </message>
    <message>
        <source>Not printed, and not needed</source>
        <translation>Tidak tercetak, dan tidak perlu</translation>
    </message>
    <message>
        <source>Restored from the backup of %1: what was sold since is not here · %2 to look up</source>
        <translation>Dipulihkan dari cadangan %1: penjualan sesudahnya tidak ada · %2 perlu dicek</translation>
    </message>
    <message>
        <source>None is set: F6 chooses one.</source>
        <translation>Belum ada: F6 untuk memilih.</translation>
    </message>
    <message>
        <source>Its address is none of a printer: F6 shows the printers here.</source>
        <translation>Alamatnya bukan alamat printer: F6 menampilkan printer di sini.</translation>
    </message>
    <message>
        <source>Not plugged in: check cable and power.</source>
        <translation>Tidak tersambung: periksa kabel dan listrik.</translation>
    </message>
    <message>
        <source>This computer does not let us use it: ask whoever set it up.</source>
        <translation>Komputer tidak mengizinkan: tanyakan kepada yang memasang.</translation>
    </message>
    <message>
        <source>Something else has its address: F6 shows the printers here.</source>
        <translation>Alamatnya dipakai hal lain: F6 menampilkan printer di sini.</translation>
    </message>
    <message>
        <source>It is busy just now. Look again in a moment.</source>
        <translation>Sedang dipakai. Lihat lagi sebentar lagi.</translation>
    </message>
    <message>
        <source>The device there takes no paper of ours: is it the printer?</source>
        <translation>Perangkat di alamat itu menolak: benarkah itu printernya?</translation>
    </message>
    <message>
        <source>Nobody answers there: is it on, and in this network?</source>
        <translation>Tidak ada jawaban: apakah menyala dan satu jaringan?</translation>
    </message>
    <message>
        <source>No device has that name: F6 sets another address.</source>
        <translation>Nama itu tidak dikenal: F6 untuk mengganti alamat.</translation>
    </message>
    <message>
        <source>It hangs up at once: switch it off and on.</source>
        <translation>Langsung memutus: matikan lalu nyalakan lagi.</translation>
    </message>
    <message>
        <source>It is there and says nothing: is it switched on?</source>
        <translation>Tersambung tetapi diam: apakah sudah dinyalakan?</translation>
    </message>
    <message>
        <source>Out of paper: put a new roll in.</source>
        <translation>Kertas habis: pasang gulungan baru.</translation>
    </message>
    <message>
        <source>The cover is open: close it.</source>
        <translation>Tutupnya terbuka: tutup rapat.</translation>
    </message>
    <message>
        <source>It tells of an error: look at its lamp, switch it off and on.</source>
        <translation>Melapor rusak: lihat lampunya, matikan lalu nyalakan lagi.</translation>
    </message>
    <message>
        <source>It says that it does not print now: press its feed button.</source>
        <translation>Sedang tidak siap: tekan tombol kertasnya.</translation>
    </message>
    <message>
        <source>The computer&apos;s print service does not answer: start the computer again.</source>
        <translation>Layanan cetak komputer tidak menjawab: nyalakan ulang komputer.</translation>
    </message>
    <message>
        <source>The print service does not know it: F6 shows the printers here.</source>
        <translation>Layanan cetak tidak mengenalnya: F6 menampilkan printer di sini.</translation>
    </message>
    <message>
        <source>The print service has stopped it: start it in the computer&apos;s printer settings.</source>
        <translation>Dihentikan layanan cetak: jalankan lagi di pengaturan printer komputer.</translation>
    </message>
    <message>
        <source>It cannot be used now: check cable, power and paper.</source>
        <translation>Tidak bisa dipakai sekarang: periksa kabel, listrik, dan kertas.</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Jurnal</translation>
    </message>
    <message>
        <source>What was written down has been changed since it was signed</source>
        <translation>Yang tercatat telah diubah sejak ditandatangani</translation>
    </message>
    <message>
        <source>Witnesses</source>
        <translation>Saksi</translation>
    </message>
    <message>
        <source>For a day the journal has not been witnessed: Shift+F10 shows why</source>
        <translation>Sudah sehari jurnal tidak disaksikan: Shift+F10 menunjukkan sebabnya</translation>
    </message>
    <message>
        <source>A witness answers what cannot be true: Shift+F10 shows which</source>
        <translation>Jawaban seorang saksi tidak mungkin benar: Shift+F10 menunjukkan yang mana</translation>
    </message>
    <message>
        <source>This shop&apos;s data is older than what a witness has seen, or a second copy of it is in use</source>
        <translation>Data toko ini lebih lama daripada yang dilihat saksi, atau salinannya sedang dipakai</translation>
    </message>
    <message>
        <source>This computer&apos;s key</source>
        <translation>Kunci komputer ini</translation>
    </message>
    <message>
        <source>Owner&apos;s PIN</source>
        <translation>PIN pemilik</translation>
    </message>
    <message>
        <source>The absent owner&apos;s code</source>
        <translation>Kode pemilik dari jauh</translation>
    </message>
    <message>
        <source>Older keys were put in place of this shop&apos;s: PINs of then open it. Look through the people, and give everybody a new PIN</source>
        <translation>Kunci toko ini ditukar dengan yang lebih lama: PIN dari waktu itu bisa membukanya. Periksa daftar orang, lalu beri semua PIN baru</translation>
    </message>
    <message>
        <source>Made new by the recovery code alone, while this computer&apos;s key was missing. If it was not the owner: change PIN and code</source>
        <translation>Diganti hanya dengan kode pemulihan, saat kunci komputer ini tidak ada. Kalau bukan oleh pemilik: ganti PIN dan kodenya</translation>
    </message>
    <message>
        <source>In the security chip (TPM): a stolen disk opens nothing. With the whole computer, PINs can be tried.</source>
        <translation>Di cip keamanan (TPM): disk curian tidak membuka apa pun. Dengan seluruh komputer, PIN bisa dicoba-coba.</translation>
    </message>
    <message>
        <source>In a file of this shop: whoever steals the computer or its disk can try PINs. Encrypt the disk.</source>
        <translation>Di berkas toko ini: pencuri komputer atau disknya bisa mencoba-coba PIN. Enkripsi disknya.</translation>
    </message>
    <message>
        <source>In this account&apos;s keychain: a copy of the shop&apos;s files opens nothing. Whoever has the disk needs the account&apos;s password.</source>
        <translation>Di gantungan kunci akun ini: salinan berkas toko tidak membuka apa pun. Yang punya disknya masih perlu sandi akun ini.</translation>
    </message>
    <message>
        <source>Second proof</source>
        <translation>Bukti kedua</translation>
    </message>
    <message>
        <source>Neither goods nor a family of goods here, so nothing is asked for: %1. Correct the names in the configuration</source>
        <translation>Bukan barang maupun jenis barang di sini, jadi tidak ada yang diminta: %1. Perbaiki namanya di konfigurasi</translation>
    </message>
    <message>
        <source>Still waiting for a witness: Shift+F10 shows why</source>
        <translation>Masih menunggu saksi: Shift+F10 menunjukkan sebabnya</translation>
    </message>
    <message>
        <source>Price lists</source>
        <translation>Daftar harga</translation>
    </message>
    <message>
        <source>Second journal</source>
        <translation>Jurnal kedua</translation>
    </message>
    <message>
        <source>Not signed yet</source>
        <translation>Belum ditandatangani</translation>
    </message>
    <message>
        <source>Signed up to entry %1, %2</source>
        <translation>Ditandatangani sampai catatan %1, %2</translation>
    </message>
    <message>
        <source>No witness has seen it yet</source>
        <translation>Belum ada saksi yang melihatnya</translation>
    </message>
    <message>
        <source>Witnessed up to entry %1, %2</source>
        <translation>Disaksikan sampai catatan %1, %2</translation>
    </message>
    <message>
        <source>No time stamp yet</source>
        <translation>Belum ada cap waktu</translation>
    </message>
    <message>
        <source>Stamped up to entry %1, %2</source>
        <translation>Dicap waktu sampai catatan %1, %2</translation>
    </message>
    <message>
        <source>the same as here</source>
        <translation>sama dengan di sini</translation>
    </message>
    <message>
        <source>%1 s ahead of this computer&apos;s</source>
        <translation>%1 detik lebih cepat dari komputer ini</translation>
    </message>
    <message>
        <source>%1 s behind this computer&apos;s</source>
        <translation>%1 detik lebih lambat dari komputer ini</translation>
    </message>
    <message>
        <source>%1, and set as it must be</source>
        <translation>%1, setelannya sudah benar</translation>
    </message>
    <message>
        <source>People with a PIN here: %1</source>
        <translation>Orang yang punya PIN di sini: %1</translation>
    </message>
    <message>
        <source>Set up: it stands in for the second person.</source>
        <translation>Terpasang: menggantikan orang kedua.</translation>
    </message>
    <message>
        <source>Not set up: an owner who is alone needs the PIN only (Shift+F8).</source>
        <translation>Belum dipasang: pemilik yang sendirian cukup memakai PIN (Shift+F8).</translation>
    </message>
    <message>
        <source>People with a PIN here: %1. Something is left to do for them: loketctl doctor says what</source>
        <translation>Orang yang punya PIN di sini: %1. Masih ada yang perlu dibereskan: loketctl doctor menyebutkannya</translation>
    </message>
    <message>
        <source>All of it once more: %1 MB</source>
        <translation>Salinan catatan: %1 MB</translation>
    </message>
    <message>
        <source>A damaged file was put aside and is still here: call for help</source>
        <translation>Berkas rusak disisihkan dan masih ada di sini: minta bantuan</translation>
    </message>
    <message>
        <source>%1 MB free</source>
        <translation>sisa %1 MB</translation>
    </message>
    <message>
        <source>%1 GB free</source>
        <translation>sisa %1 GB</translation>
    </message>
    <message>
        <source>None yet: F5 and then F6 ask the suppliers</source>
        <translation>Belum ada: F5 lalu F6 menanyakannya ke penyedia</translation>
    </message>
    <message>
        <source>Goods: %1</source>
        <translation>Produk: %1</translation>
    </message>
    <message>
        <source>Nothing heard yet</source>
        <translation>Belum ada kabar</translation>
    </message>
    <message>
        <source>Deposit %1, %2</source>
        <translation>Deposit %1, %2</translation>
    </message>
    <message>
        <source>%1 waiting, and no account to send them from</source>
        <translation>%1 menunggu, akun pengirimnya belum ada</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>Tidak ada yang menunggu</translation>
    </message>
</context>
<context>
    <name>CounterWindow</name>
    <message>
        <source>Sell</source>
        <translation>Jual</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Antrean</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Riwayat</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Atur</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Kas</translation>
    </message>
    <message>
        <source>The configuration file of your bank or aggregator</source>
        <translation>Berkas konfigurasi dari bank atau agregator Anda</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Pelanggan</translation>
    </message>
    <message>
        <source>Deposit</source>
        <translation>Deposit</translation>
    </message>
    <message>
        <source>Reconcile</source>
        <translation>Cocokkan</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Kelompok</translation>
    </message>
    <message>
        <source>The backup that the shop is made of</source>
        <translation>Cadangan yang dipulihkan</translation>
    </message>
</context>
<context>
    <name>CustomerText</name>
    <message>
        <source>Phone</source>
        <translation>HP</translation>
    </message>
    <message>
        <source>PLN meter</source>
        <translation>Meter PLN</translation>
    </message>
    <message>
        <source>PLN customer ID</source>
        <translation>ID pelanggan PLN</translation>
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
        <translation>PDAM</translation>
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
        <translation>Cicilan</translation>
    </message>
    <message>
        <source>Land tax</source>
        <translation>PBB</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Nomor polisi</translation>
    </message>
    <message>
        <source>Bank account</source>
        <translation>Rekening bank</translation>
    </message>
    <message>
        <source>Virtual account</source>
        <translation>Virtual account</translation>
    </message>
    <message>
        <source>Other number</source>
        <translation>Nomor lain</translation>
    </message>
    <message>
        <source>no number yet</source>
        <translation>belum ada nomor</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 lagi</translation>
    </message>
    <message>
        <source>1 customer</source>
        <translation>1 pelanggan</translation>
    </message>
    <message>
        <source>%1 customers</source>
        <translation>%1 pelanggan</translation>
    </message>
    <message>
        <source>It may be kept already. Open Loket again and look before you repeat it.</source>
        <translation>Mungkin sudah tersimpan. Buka Loket lagi dan lihat dulu sebelum mengulang.</translation>
    </message>
    <message>
        <source>There is a customer with this name already. Add something that tells them apart: RT 3, the workshop.</source>
        <translation>Sudah ada pelanggan dengan nama ini. Tambahkan pembeda: RT 3, bengkel.</translation>
    </message>
    <message>
        <source>The note is too long. Keep it short.</source>
        <translation>Catatan terlalu panjang. Tulis yang singkat.</translation>
    </message>
    <message>
        <source>Type the customer&apos;s name, at most 60 letters.</source>
        <translation>Ketik nama pelanggan, paling banyak 60 huruf.</translation>
    </message>
    <message>
        <source>One of the numbers stands in another customer&apos;s name.</source>
        <translation>Salah satu nomor tercatat atas nama pelanggan lain.</translation>
    </message>
    <message>
        <source>A customer has at most 20 numbers.</source>
        <translation>Satu pelanggan paling banyak 20 nomor.</translation>
    </message>
    <message>
        <source>A number has 4 to 24 digits. Count them again.</source>
        <translation>Nomor terdiri dari 4 sampai 24 angka. Hitung lagi.</translation>
    </message>
    <message>
        <source>This customer still owes something. Take the money first.</source>
        <translation>Pelanggan ini masih punya bon. Terima dulu uangnya.</translation>
    </message>
    <message>
        <source>That is not there any more.</source>
        <translation>Itu sudah tidak ada.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Baru</translation>
    </message>
    <message>
        <source>More numbers</source>
        <translation>Nomor tambahan</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>Sudah ada</translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation>Tidak bisa dipakai</translation>
    </message>
    <message>
        <source>the name is missing</source>
        <translation>namanya tidak ada</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>namanya terlalu panjang</translation>
    </message>
    <message>
        <source>the number is missing</source>
        <translation>nomornya tidak ada</translation>
    </message>
    <message>
        <source>not a number that can be sold to</source>
        <translation>bukan nomor yang bisa dilayani</translation>
    </message>
    <message>
        <source>a number of another country</source>
        <translation>nomor luar negeri</translation>
    </message>
    <message>
        <source>rounded by the spreadsheet: make the column text and export again</source>
        <translation>dibulatkan oleh Excel: jadikan kolomnya teks lalu ekspor lagi</translation>
    </message>
    <message>
        <source>more than 20 numbers for one customer</source>
        <translation>lebih dari 20 nomor untuk satu pelanggan</translation>
    </message>
    <message>
        <source>a quotation mark is not closed</source>
        <translation>tanda kutip tidak ditutup</translation>
    </message>
    <message>
        <source>There is no customer in this file.</source>
        <translation>Tidak ada pelanggan di berkas ini.</translation>
    </message>
    <message>
        <source>This is no contacts file. Export it again as vCard (.vcf) or CSV.</source>
        <translation>Ini bukan berkas kontak. Ekspor lagi sebagai vCard (.vcf) atau CSV.</translation>
    </message>
    <message>
        <source>This file is longer than 16 MB. Divide it, and import the parts.</source>
        <translation>Berkas ini lebih dari 16 MB. Bagi dulu, lalu impor satu per satu.</translation>
    </message>
    <message>
        <source>More than 20.000 customers are in this file. Divide it, and import the parts.</source>
        <translation>Berkas ini berisi lebih dari 20.000 pelanggan. Bagi dulu, lalu impor satu per satu.</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 baru</translation>
    </message>
    <message>
        <source>%1 with more numbers</source>
        <translation>%1 dapat nomor tambahan</translation>
    </message>
    <message>
        <source>%1 already there</source>
        <translation>%1 sudah ada</translation>
    </message>
    <message>
        <source>%1 not usable</source>
        <translation>%1 tidak bisa dipakai</translation>
    </message>
    <message>
        <source>Everything in the file was there already.</source>
        <translation>Semua isi berkas sudah ada sebelumnya.</translation>
    </message>
    <message>
        <source>Kept: %1</source>
        <translation>Tersimpan: %1</translation>
    </message>
</context>
<context>
    <name>Doors</name>
    <message>
        <source>PLN token &amp; bill</source>
        <translation>Token &amp; tagihan PLN</translation>
    </message>
    <message>
        <source>type the meter number</source>
        <translation>ketik nomor meter</translation>
    </message>
    <message>
        <source>Credit, data, e-money</source>
        <translation>Pulsa, data, e-money</translation>
    </message>
    <message>
        <source>type the phone number</source>
        <translation>ketik nomor HP</translation>
    </message>
    <message>
        <source>BPJS</source>
        <translation>BPJS</translation>
    </message>
    <message>
        <source>13 or 16 digits</source>
        <translation>13 atau 16 angka</translation>
    </message>
    <message>
        <source>Water &amp; gas</source>
        <translation>PDAM &amp; gas</translation>
    </message>
    <message>
        <source>choose the region</source>
        <translation>pilih daerah</translation>
    </message>
    <message>
        <source>Deposit &amp; transfer</source>
        <translation>Setor &amp; transfer</translation>
    </message>
    <message>
        <source>bank + account</source>
        <translation>bank + rekening</translation>
    </message>
    <message>
        <source>Internet, TV, others</source>
        <translation>Internet, TV, lainnya</translation>
    </message>
    <message>
        <source>customer number</source>
        <translation>nomor pelanggan</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>That is not a mobile number: it starts with 08 and has 10 to 13 digits.</source>
        <translation>Itu bukan nomor HP: harus mulai 08, 10 sampai 13 angka.</translation>
    </message>
    <message>
        <source>A PLN number has 11 digits (meter) or 12 digits (customer ID). Count them again.</source>
        <translation>Nomor PLN 11 angka (meter) atau 12 angka (IDPEL). Hitung lagi.</translation>
    </message>
    <message>
        <source>A BPJS number has 13 or 16 digits. Count them again.</source>
        <translation>Nomor BPJS 13 atau 16 angka. Hitung lagi.</translation>
    </message>
    <message>
        <source>An account number has 8 to 19 digits. Count them again.</source>
        <translation>Nomor rekening 8 sampai 19 angka. Hitung lagi.</translation>
    </message>
    <message>
        <source>Type the customer&apos;s number first.</source>
        <translation>Ketik dulu nomor pelanggannya.</translation>
    </message>
    <message>
        <source>There is a letter in the number. Type digits only.</source>
        <translation>Ada huruf di nomornya. Ketik angka saja.</translation>
    </message>
    <message>
        <source>The number does not fit this product. Check it with the customer.</source>
        <translation>Nomornya tidak cocok untuk produk ini. Tanyakan lagi ke pelanggan.</translation>
    </message>
    <message>
        <source>This request makes no sense to the program. Start again.</source>
        <translation>Permintaan ini tidak dimengerti program. Ulangi dari awal.</translation>
    </message>
    <message>
        <source>The settings have a mistake (%1). Ask the owner.</source>
        <translation>Ada yang salah di pengaturan (%1). Hubungi pemilik.</translation>
    </message>
    <message>
        <source>This amount is not possible. Type it again.</source>
        <translation>Jumlah ini tidak bisa. Ketik lagi.</translation>
    </message>
    <message>
        <source>This product is not in the price list any more.</source>
        <translation>Produk ini sudah tidak ada di daftar harga.</translation>
    </message>
    <message>
        <source>No supplier sells this product right now.</source>
        <translation>Saat ini tidak ada penyedia yang menjual produk ini.</translation>
    </message>
    <message>
        <source>The supplier is closed at this hour. It opens again at %1.</source>
        <translation>Penyedia sedang tutup. Buka lagi pukul %1.</translation>
    </message>
    <message>
        <source>The supplier is closed at this hour. Try again when it has opened.</source>
        <translation>Penyedia sedang tutup. Coba lagi setelah buka.</translation>
    </message>
    <message>
        <source>The cash is less than the total.</source>
        <translation>Uangnya kurang dari total.</translation>
    </message>
    <message>
        <source>The same purchase is still being processed. Do not repeat it.</source>
        <translation>Pembelian yang sama masih berjalan. Jangan diulang.</translation>
    </message>
    <message>
        <source>This number already bought this product today.</source>
        <translation>Nomor ini sudah membeli produk ini hari ini.</translation>
    </message>
    <message>
        <source>This product cannot be taken without a network.</source>
        <translation>Produk ini tidak bisa diterima tanpa jaringan.</translation>
    </message>
    <message>
        <source>Too large to take without a network.</source>
        <translation>Terlalu besar untuk diterima tanpa jaringan.</translation>
    </message>
    <message>
        <source>The total of deposits taken without a network is full. Wait for the network.</source>
        <translation>Jumlah titipan tanpa jaringan sudah penuh. Tunggu jaringan pulih.</translation>
    </message>
    <message>
        <source>Too many deposits are waiting for the network. Wait for it to return.</source>
        <translation>Terlalu banyak titipan menunggu jaringan. Tunggu sampai pulih.</translation>
    </message>
    <message>
        <source>A deposit has waited too long for the network. New ones cannot be taken.</source>
        <translation>Ada titipan yang terlalu lama menunggu jaringan. Titipan baru tidak bisa diterima.</translation>
    </message>
    <message>
        <source>This bill must be checked first, and that needs the network.</source>
        <translation>Tagihan ini harus dicek dulu, dan itu perlu jaringan.</translation>
    </message>
    <message>
        <source>That is not possible any more: the payment has moved on.</source>
        <translation>Sudah tidak bisa: pembayarannya sudah berjalan.</translation>
    </message>
    <message>
        <source>Not found.</source>
        <translation>Tidak ditemukan.</translation>
    </message>
    <message>
        <source>Wrong PIN. Try again.</source>
        <translation>PIN salah. Coba lagi.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a while before trying again.</source>
        <translation>Terlalu sering salah PIN. Tunggu sebentar sebelum mencoba lagi.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Try again in %1.</source>
        <translation>PIN salah terlalu sering. Coba lagi dalam %1.</translation>
    </message>
    <message>
        <source>This purchase was already recorded. See Queue or History.</source>
        <translation>Pembelian ini sudah tercatat. Lihat Antrean atau Riwayat.</translation>
    </message>
    <message>
        <source>The price has changed. Read the new total to the customer.</source>
        <translation>Harganya berubah. Bacakan total yang baru ke pelanggan.</translation>
    </message>
    <message>
        <source>Please write down why, in a few words.</source>
        <translation>Mohon tulis alasannya, beberapa kata saja.</translation>
    </message>
    <message>
        <source>This needs a second person, or the owner&apos;s one-time code.</source>
        <translation>Perlu orang kedua, atau kode sekali pakai dari pemilik.</translation>
    </message>
    <message>
        <source>Type the customer&apos;s name, at most 40 letters.</source>
        <translation>Ketik nama pelanggan, paling banyak 40 huruf.</translation>
    </message>
    <message>
        <source>There is not that much cash in the drawer.</source>
        <translation>Uang di laci tidak sebanyak itu.</translation>
    </message>
    <message>
        <source>Cash was handed out for this transfer before. Do not pay again.</source>
        <translation>Uang tunai untuk transfer ini sudah pernah diserahkan. Jangan bayar lagi.</translation>
    </message>
    <message>
        <source>That is more than the customer owes.</source>
        <translation>Itu lebih dari utang pelanggan.</translation>
    </message>
    <message>
        <source>A shift is open already. Count the drawer and close it first.</source>
        <translation>Sif sudah dibuka. Hitung laci dan tutup dulu sifnya.</translation>
    </message>
    <message>
        <source>No shift is open.</source>
        <translation>Belum ada sif yang dibuka.</translation>
    </message>
    <message>
        <source>This one-time code is wrong, too old, or used already. Take the next one.</source>
        <translation>Kode sekali pakai ini salah, sudah lewat, atau sudah dipakai. Pakai kode berikutnya.</translation>
    </message>
    <message>
        <source>Too many wrong codes. Try again after %1.</source>
        <translation>Terlalu sering salah kode. Coba lagi setelah %1.</translation>
    </message>
    <message>
        <source>Too many wrong codes. Wait a quarter of an hour.</source>
        <translation>Terlalu sering salah kode. Tunggu seperempat jam.</translation>
    </message>
    <message>
        <source>This message is not the supplier&apos;s, or it was changed on its way. Nothing was recorded.</source>
        <translation>Pesan ini bukan dari pemasok, atau berubah di jalan. Tidak ada yang dicatat.</translation>
    </message>
    <message>
        <source>No network. Nothing was sent.</source>
        <translation>Tidak ada jaringan. Belum ada yang dikirim.</translation>
    </message>
    <message>
        <source>The supplier refused. Nothing was taken.</source>
        <translation>Penyedia menolak. Tidak ada uang yang diambil.</translation>
    </message>
    <message>
        <source>The supplier&apos;s answer could not be read. Nothing was taken.</source>
        <translation>Jawaban penyedia tidak terbaca. Tidak ada uang yang diambil.</translation>
    </message>
    <message>
        <source>The supplier rejects this shop&apos;s account. Ask the owner to check it.</source>
        <translation>Penyedia menolak akun toko ini. Minta pemilik memeriksanya.</translation>
    </message>
    <message>
        <source>The supplier asks for a pause. Try again in a minute.</source>
        <translation>Penyedia minta jeda. Coba lagi satu menit lagi.</translation>
    </message>
    <message>
        <source>There is no bill to pay: it is paid, or not yet issued.</source>
        <translation>Tidak ada tagihan: sudah lunas atau belum terbit.</translation>
    </message>
    <message>
        <source>There is no shop on this computer yet. Set it up first.</source>
        <translation>Belum ada toko di komputer ini. Siapkan dulu.</translation>
    </message>
    <message>
        <source>There is already a shop in this place.</source>
        <translation>Di tempat ini sudah ada toko.</translation>
    </message>
    <message>
        <source>Loket is already open on this computer.</source>
        <translation>Loket sudah terbuka di komputer ini.</translation>
    </message>
    <message>
        <source>The key of this shop is missing. The recovery code or a backup brings it back.</source>
        <translation>Kunci toko ini hilang. Kode pemulihan atau cadangan mengembalikannya.</translation>
    </message>
    <message>
        <source>The key of this shop cannot be read now. Unlock the keychain, or take the recovery code or a backup.</source>
        <translation>Kunci toko ini tidak terbaca sekarang. Buka gantungan kunci akun, atau pakai kode pemulihan atau cadangan.</translation>
    </message>
    <message>
        <source>The shop&apos;s database cannot be read: it is damaged, or the keys beside it are another shop&apos;s. Do not sell. Put back what belongs together, or take a backup.</source>
        <translation>Basis data toko tidak terbaca: rusak, atau kunci di sampingnya milik toko lain. Jangan berjualan. Kembalikan berkas yang memang sepasang, atau pakai cadangan.</translation>
    </message>
    <message>
        <source>The database belongs to a newer Loket. Update the program.</source>
        <translation>Basis data ini milik Loket yang lebih baru. Perbarui programnya.</translation>
    </message>
    <message>
        <source>The disk is full. Free some space before selling.</source>
        <translation>Disk penuh. Kosongkan dulu sebelum berjualan.</translation>
    </message>
    <message>
        <source>The disk has a fault. Do not sell; call support.</source>
        <translation>Disk rusak. Jangan berjualan; hubungi bantuan.</translation>
    </message>
    <message>
        <source>It may be saved already. Do not repeat it: open Loket again and look in Queue.</source>
        <translation>Mungkin sudah tersimpan. Jangan diulang: buka lagi Loket, lalu lihat Antrean.</translation>
    </message>
    <message>
        <source>The printer does not answer. Check paper, power and cable.</source>
        <translation>Printer tidak menjawab. Periksa kertas, listrik, dan kabel.</translation>
    </message>
    <message>
        <source>The computer&apos;s clock is wrong. Set it before selling.</source>
        <translation>Jam komputer salah. Betulkan dulu sebelum berjualan.</translation>
    </message>
    <message>
        <source>Loket is closing. Nothing new is accepted.</source>
        <translation>Loket sedang ditutup. Tidak menerima transaksi baru.</translation>
    </message>
    <message>
        <source>Something went wrong inside the program. Check Queue before repeating anything.</source>
        <translation>Ada yang salah di dalam program. Lihat Antrean sebelum mengulang apa pun.</translation>
    </message>
    <message numerus="yes">
        <source>Wrong PIN. %n tries left.</source>
        <translation>
            <numerusform>PIN salah. Sisa %n kali.</numerusform>
        </translation>
    </message>
    <message>
        <source>The float at the supplier is too low. Do not take money yet; ask the owner to top up.</source>
        <translation>Deposit tidak cukup. Jangan terima uang dulu; minta pemilik isi deposit.</translation>
    </message>
    <message>
        <source>A virtual account number has 8 to 28 digits. Count them again.</source>
        <translation>Nomor virtual account 8 sampai 28 angka. Hitung lagi.</translation>
    </message>
    <message>
        <source>name</source>
        <translation>nama</translation>
    </message>
    <message>
        <source>kind of document</source>
        <translation>jenis identitas</translation>
    </message>
    <message>
        <source>document number</source>
        <translation>nomor identitas</translation>
    </message>
    <message>
        <source>telephone</source>
        <translation>telepon</translation>
    </message>
    <message>
        <source>address</source>
        <translation>alamat</translation>
    </message>
    <message>
        <source>purpose</source>
        <translation>tujuan</translation>
    </message>
    <message>
        <source>The fees are higher than allowed (at most %1). Do not sell this; tell the owner.</source>
        <translation>Biayanya melebihi batas (paling banyak %1). Jangan dijual; beri tahu pemilik.</translation>
    </message>
    <message>
        <source>For this sum the sender must be known. Missing: %1.</source>
        <translation>Untuk jumlah ini pengirim harus diketahui. Belum ada: %1.</translation>
    </message>
    <message>
        <source>About the sender this cannot be right: %1. Look at the document again.</source>
        <translation>Data pengirim ini tidak mungkin benar: %1. Lihat lagi identitasnya.</translation>
    </message>
    <message>
        <source>This sender has reached the limit for one day. Send the customer to the bank.</source>
        <translation>Pengirim ini sudah mencapai batas satu hari. Arahkan pelanggan ke bank.</translation>
    </message>
    <message>
        <source>This account has received the most that is allowed in one day. Send the customer to the bank.</source>
        <translation>Rekening ini sudah menerima batas satu hari. Arahkan pelanggan ke bank.</translation>
    </message>
    <message>
        <source>That is not a plate: letters, then digits, then letters, as on the registration document.</source>
        <translation>Itu bukan nomor polisi: huruf, lalu angka, lalu huruf, seperti di STNK.</translation>
    </message>
    <message>
        <source>That is not a tax year: four digits, and not later than this year.</source>
        <translation>Itu bukan tahun pajak: empat angka, dan tidak lebih dari tahun ini.</translation>
    </message>
    <message>
        <source>An identity number (NIK) has 16 digits. Count them again.</source>
        <translation>NIK terdiri dari 16 angka. Hitung lagi.</translation>
    </message>
    <message>
        <source>The owner&apos;s identity number (NIK) is needed for this tax.</source>
        <translation>Pajak ini memerlukan NIK pemilik.</translation>
    </message>
    <message>
        <source>The supplier gives its prices out again at %1. Until then the prices here stay as they are.</source>
        <translation>Pemasok memberi daftar harga lagi pukul %1. Sampai saat itu harga di sini tetap.</translation>
    </message>
    <message>
        <source>The supplier gives no new prices yet. The prices here stay as they are.</source>
        <translation>Pemasok belum memberi harga baru. Harga di sini tetap.</translation>
    </message>
    <message>
        <source>That is not an e-mail address: it looks like name@example.com.</source>
        <translation>Itu bukan alamat e-mail: bentuknya nama@contoh.com.</translation>
    </message>
    <message>
        <source>From 1 to 12 months can be paid at once.</source>
        <translation>Yang dapat dibayar sekaligus 1 sampai 12 bulan.</translation>
    </message>
    <message>
        <source>No supplier takes several months at once for this bill: pay one month.</source>
        <translation>Tidak ada penyedia yang menerima beberapa bulan sekaligus untuk tagihan ini: bayar satu bulan.</translation>
    </message>
    <message>
        <source>QRIS needs the network, and there is none. Take cash, or wait.</source>
        <translation>QRIS butuh jaringan, dan sekarang tidak ada. Terima tunai, atau tunggu.</translation>
    </message>
    <message>
        <source>Something else has this name. It was left as it is; choose another name.</source>
        <translation>Nama itu sudah dipakai berkas lain. Berkas itu tidak diubah; pilih nama lain.</translation>
    </message>
    <message>
        <source>This file is not a backup of Loket.</source>
        <translation>Berkas ini bukan cadangan Loket.</translation>
    </message>
    <message>
        <source>This is the backup of another shop.</source>
        <translation>Ini cadangan toko lain.</translation>
    </message>
    <message>
        <source>A newer Loket wrote this backup. Update the program.</source>
        <translation>Cadangan ini dibuat Loket yang lebih baru. Perbarui program.</translation>
    </message>
    <message>
        <source>This backup is damaged. Do not rely on it; take another one.</source>
        <translation>Cadangan ini rusak. Jangan diandalkan; pakai yang lain.</translation>
    </message>
    <message>
        <source>A restore was begun here and not finished. Restore again; it starts over.</source>
        <translation>Pemulihan di sini belum selesai. Pulihkan lagi; dimulai dari awal.</translation>
    </message>
    <message>
        <source>Whoever stands here looks and does not sell. A cashier must take over (Ctrl+L).</source>
        <translation>Yang sedang di loket hanya melihat dan tidak menjual. Kasir harus mengambil alih (Ctrl+L).</translation>
    </message>
    <message>
        <source>Whoever stands here looks and changes nothing. A cashier must take over (Ctrl+L).</source>
        <translation>Yang sedang di loket hanya melihat dan tidak mengubah apa pun. Kasir harus mengambil alih (Ctrl+L).</translation>
    </message>
    <message>
        <source>Whoever stands here moves no money. A cashier must take over (Ctrl+L).</source>
        <translation>Yang sedang di loket tidak memindahkan uang. Kasir harus mengambil alih (Ctrl+L).</translation>
    </message>
    <message>
        <source>Whoever only looks decides nothing: it takes two who work at the counter.</source>
        <translation>Yang hanya melihat tidak memutuskan apa pun: perlu dua orang yang bekerja di loket.</translation>
    </message>
    <message>
        <source>It takes two, and one of them must be the owner or a supervisor.</source>
        <translation>Perlu dua orang, dan salah satunya harus pemilik atau pengawas.</translation>
    </message>
    <message>
        <source>This version of Loket does not know what this person may do. Ask the owner.</source>
        <translation>Versi Loket ini tidak mengenal wewenang orang ini. Tanyakan kepada pemilik.</translation>
    </message>
    <message>
        <source>Only the owner may do this.</source>
        <translation>Hanya pemilik yang boleh melakukan ini.</translation>
    </message>
    <message>
        <source>The telephone&apos;s clock and this computer&apos;s differ by %1 seconds. Set the wrong one right, then read a new code.</source>
        <translation>Jam telepon dan jam komputer ini berbeda %1 detik. Betulkan yang salah, lalu baca kode baru.</translation>
    </message>
    <message>
        <source>This needs one more proof: your one-time code, the absent owner&apos;s, or your finger. Nothing was taken.</source>
        <translation>Ini perlu satu bukti lagi: kode sekali pakai Anda, kode pemilik yang sedang pergi, atau jari Anda. Belum ada yang diambil.</translation>
    </message>
    <message>
        <source>The finger was not recognised, or the reader did not answer. Nothing was taken.</source>
        <translation>Jari tidak dikenali, atau pembaca tidak menjawab. Belum ada yang diambil.</translation>
    </message>
    <message>
        <source>%1 is neither goods nor a family of goods here. Correct the name (%2).</source>
        <translation>%1 bukan barang maupun jenis barang di sini. Perbaiki namanya (%2).</translation>
    </message>
    <message>
        <source>The key files of this shop are gone (keyslots-a.json and keyslots-b.json). Put them back from a copy, or restore a backup.</source>
        <translation>Berkas kunci toko ini hilang (keyslots-a.json dan keyslots-b.json). Kembalikan dari salinannya, atau pulihkan cadangan.</translation>
    </message>
    <message>
        <source>The key files of this shop are damaged, or cannot be read (keyslots-a.json and keyslots-b.json). Put them back from a copy, or restore a backup.</source>
        <translation>Berkas kunci toko ini rusak, atau tidak bisa dibaca (keyslots-a.json dan keyslots-b.json). Kembalikan dari salinannya, atau pulihkan cadangan.</translation>
    </message>
    <message>
        <source>The key of this person is damaged. The owner gives a new PIN; the owner&apos;s own key is mended by the recovery code.</source>
        <translation>Kunci orang ini rusak. Pemilik memberi PIN baru; kunci pemilik sendiri dibetulkan dengan kode pemulihan.</translation>
    </message>
    <message>
        <source>This computer&apos;s own secret is gone: no PIN opens the shop here. The recovery code does; everybody but the owner is then added again.</source>
        <translation>Rahasia komputer ini hilang: tidak ada PIN yang membuka toko di sini. Kode pemulihan bisa; setelah itu semua orang selain pemilik ditambahkan lagi.</translation>
    </message>
    <message>
        <source>The key files and this computer&apos;s own secret do not belong together: one of them is an older copy, or another shop&apos;s. Put the right one back, or take the recovery code.</source>
        <translation>Berkas kunci dan rahasia komputer ini bukan pasangannya: salah satunya salinan lama, atau milik toko lain. Kembalikan yang benar, atau pakai kode pemulihan.</translation>
    </message>
    <message>
        <source>This computer&apos;s own secret is damaged. Put it back from a copy; or move it out of the shop&apos;s folder, and take the recovery code.</source>
        <translation>Rahasia komputer ini rusak. Kembalikan dari salinannya; atau pindahkan dari folder toko, lalu pakai kode pemulihan.</translation>
    </message>
    <message>
        <source>The keychain of this account is locked, and this computer&apos;s own secret is in it. Unlock it and try again; the recovery code opens the shop without it.</source>
        <translation>Gantungan kunci akun ini terkunci, dan rahasia komputer ini ada di dalamnya. Buka dulu lalu coba lagi; kode pemulihan membuka toko tanpa itu.</translation>
    </message>
    <message>
        <source>What keeps this computer&apos;s own secret does not answer (keychain or TPM). Try again; the recovery code opens the shop without it.</source>
        <translation>Penyimpan rahasia komputer ini tidak menjawab (gantungan kunci atau TPM). Coba lagi; kode pemulihan membuka toko tanpa itu.</translation>
    </message>
</context>
<context>
    <name>FamilyText</name>
    <message>
        <source>Mobile credit</source>
        <translation>Pulsa</translation>
    </message>
    <message>
        <source>Data package</source>
        <translation>Paket data</translation>
    </message>
    <message>
        <source>PLN token</source>
        <translation>Token PLN</translation>
    </message>
    <message>
        <source>PLN bill</source>
        <translation>Tagihan PLN</translation>
    </message>
    <message>
        <source>E-money</source>
        <translation>E-money</translation>
    </message>
    <message>
        <source>Game voucher</source>
        <translation>Voucher game</translation>
    </message>
    <message>
        <source>Water bill</source>
        <translation>Tagihan air</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>Internet</translation>
    </message>
    <message>
        <source>BPJS Health</source>
        <translation>BPJS Kesehatan</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Television</source>
        <translation>TV</translation>
    </message>
    <message>
        <source>Instalment</source>
        <translation>Angsuran</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Pajak</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Setor</translation>
    </message>
    <message>
        <source>Other product</source>
        <translation>Produk lain</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>Nomor HP</translation>
    </message>
    <message>
        <source>Meter number</source>
        <translation>Nomor meter</translation>
    </message>
    <message>
        <source>PLN customer ID</source>
        <translation>IDPEL</translation>
    </message>
    <message>
        <source>Player ID</source>
        <translation>ID pemain</translation>
    </message>
    <message>
        <source>BPJS number</source>
        <translation>Nomor BPJS</translation>
    </message>
    <message>
        <source>Account number</source>
        <translation>Nomor rekening</translation>
    </message>
    <message>
        <source>Tax object number</source>
        <translation>Nomor objek pajak</translation>
    </message>
    <message>
        <source>Contract number</source>
        <translation>Nomor kontrak</translation>
    </message>
    <message>
        <source>Customer number</source>
        <translation>Nomor pelanggan</translation>
    </message>
    <message>
        <source>11 or 12 digits</source>
        <translation>11 atau 12 angka</translation>
    </message>
    <message>
        <source>08..., 10 to 13 digits</source>
        <translation>08..., 10 sampai 13 angka</translation>
    </message>
    <message>
        <source>13 or 16 digits</source>
        <translation>13 atau 16 angka</translation>
    </message>
    <message>
        <source>8 to 19 digits</source>
        <translation>8 sampai 19 angka</translation>
    </message>
    <message>
        <source>as the game shows it</source>
        <translation>seperti tertulis di game</translation>
    </message>
    <message>
        <source>as on the customer&apos;s bill</source>
        <translation>seperti di tagihan pelanggan</translation>
    </message>
    <message>
        <source>Tariff / power</source>
        <translation>Tarif / daya</translation>
    </message>
    <message>
        <source>Bank</source>
        <translation>Bank</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Bills</source>
        <translation>Lembar</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>Peserta</translation>
    </message>
    <message>
        <source>Meter reading</source>
        <translation>Stand meter</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>Denda</translation>
    </message>
    <message>
        <source>Still owed</source>
        <translation>Sisa tunggakan</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Alamat</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referensi</translation>
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
        <translation>Nomor virtual account</translation>
    </message>
    <message>
        <source>8 to 28 digits, as on the bill or in the shop&apos;s message</source>
        <translation>8 sampai 28 angka, seperti di tagihan atau pesan toko</translation>
    </message>
    <message>
        <source>Vehicle tax</source>
        <translation>Pajak kendaraan</translation>
    </message>
    <message>
        <source>Plate number</source>
        <translation>Nomor polisi</translation>
    </message>
    <message>
        <source>as on the plate: B 1234 XYZ</source>
        <translation>seperti di pelat: B 1234 XYZ</translation>
    </message>
    <message>
        <source>Tax year</source>
        <translation>Tahun pajak</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>Kendaraan</translation>
    </message>
    <message>
        <source>Owner&apos;s NIK</source>
        <translation>NIK pemilik</translation>
    </message>
    <message>
        <source>Months paid</source>
        <translation>Dibayar (bulan)</translation>
    </message>
    <message>
        <source>Brought by</source>
        <translation>Dibawa oleh</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokumen</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Keperluan</translation>
    </message>
</context>
<context>
    <name>FingerText</name>
    <message>
        <source>left thumb</source>
        <translation>jempol kiri</translation>
    </message>
    <message>
        <source>left index finger</source>
        <translation>telunjuk kiri</translation>
    </message>
    <message>
        <source>left middle finger</source>
        <translation>jari tengah kiri</translation>
    </message>
    <message>
        <source>left ring finger</source>
        <translation>jari manis kiri</translation>
    </message>
    <message>
        <source>left little finger</source>
        <translation>kelingking kiri</translation>
    </message>
    <message>
        <source>right thumb</source>
        <translation>jempol kanan</translation>
    </message>
    <message>
        <source>right index finger</source>
        <translation>telunjuk kanan</translation>
    </message>
    <message>
        <source>right middle finger</source>
        <translation>jari tengah kanan</translation>
    </message>
    <message>
        <source>right ring finger</source>
        <translation>jari manis kanan</translation>
    </message>
    <message>
        <source>right little finger</source>
        <translation>kelingking kanan</translation>
    </message>
    <message>
        <source>a finger</source>
        <translation>sebuah jari</translation>
    </message>
    <message>
        <source>Lay the finger on the reader, or draw it over it.</source>
        <translation>Tempelkan jari di pembaca, atau geser di atasnya.</translation>
    </message>
    <message>
        <source>Good. Lift it, and once more.</source>
        <translation>Bagus. Angkat, lalu sekali lagi.</translation>
    </message>
    <message>
        <source>Good. That was all.</source>
        <translation>Bagus. Sudah selesai.</translation>
    </message>
    <message>
        <source>That was too short. Once more, and slower.</source>
        <translation>Terlalu singkat. Sekali lagi, lebih pelan.</translation>
    </message>
    <message>
        <source>It lay at the edge. Once more, in the middle.</source>
        <translation>Jari di pinggir. Sekali lagi, tepat di tengah.</translation>
    </message>
    <message>
        <source>Lift it first, then once more.</source>
        <translation>Angkat dulu, lalu sekali lagi.</translation>
    </message>
    <message>
        <source>That could not be read. Once more.</source>
        <translation>Tidak terbaca. Sekali lagi.</translation>
    </message>
    <message>
        <source>Nothing on this computer reads fingers (fprintd is not there, or went away).</source>
        <translation>Tidak ada yang membaca jari di komputer ini (fprintd tidak ada atau mati).</translation>
    </message>
    <message>
        <source>No fingerprint reader is plugged in here.</source>
        <translation>Tidak ada pembaca sidik jari yang terpasang di sini.</translation>
    </message>
    <message>
        <source>The reader was pulled out. Plug it in and begin again.</source>
        <translation>Pembaca tercabut. Pasang lagi, lalu mulai dari awal.</translation>
    </message>
    <message>
        <source>Something else is using the reader. Try again in a moment.</source>
        <translation>Pembaca sedang dipakai program lain. Coba lagi sebentar.</translation>
    </message>
    <message>
        <source>This computer does not let Loket do that at the reader. Whoever looks after the computer must allow it.</source>
        <translation>Komputer ini tidak mengizinkan Loket melakukannya di pembaca. Pengurus komputer harus mengizinkannya.</translation>
    </message>
    <message>
        <source>The reader knows no finger of this person.</source>
        <translation>Pembaca tidak mengenal jari orang ini.</translation>
    </message>
    <message>
        <source>The reader does not take this for a finger of this person.</source>
        <translation>Menurut pembaca, ini bukan jari orang ini.</translation>
    </message>
    <message>
        <source>The reader knows this finger already, as another one or as somebody else&apos;s.</source>
        <translation>Pembaca sudah mengenal jari ini, sebagai jari lain atau milik orang lain.</translation>
    </message>
    <message>
        <source>The reader keeps no more fingers.</source>
        <translation>Pembaca tidak bisa menyimpan jari lagi.</translation>
    </message>
    <message>
        <source>The reader cannot keep a name like this one.</source>
        <translation>Pembaca tidak bisa menyimpan nama seperti ini.</translation>
    </message>
    <message>
        <source>It took too long and was given up. Begin again.</source>
        <translation>Terlalu lama, jadi dihentikan. Mulai dari awal.</translation>
    </message>
    <message>
        <source>Stopped before all readings were there: this finger is not known.</source>
        <translation>Dihentikan sebelum semua pembacaan selesai: jari ini belum dikenal.</translation>
    </message>
    <message>
        <source>The reader does not work as it should. Pull it out, plug it in and begin again.</source>
        <translation>Pembaca tidak bekerja semestinya. Cabut, pasang lagi, lalu mulai dari awal.</translation>
    </message>
    <message>
        <source>nothing here reads fingers</source>
        <translation>tidak ada yang membaca jari</translation>
    </message>
    <message>
        <source>no reader here</source>
        <translation>tidak ada pembaca di sini</translation>
    </message>
    <message>
        <source>the reader was pulled out</source>
        <translation>pembaca tercabut</translation>
    </message>
    <message>
        <source>the reader is in use</source>
        <translation>pembaca sedang dipakai</translation>
    </message>
    <message>
        <source>not allowed at this computer</source>
        <translation>tidak diizinkan di sini</translation>
    </message>
    <message>
        <source>the reader does not answer</source>
        <translation>pembaca tidak menjawab</translation>
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
        <translation>80 mm, pemotong</translation>
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
        <translation>58 mm, menjawab</translation>
    </message>
    <message>
        <source>80 mm, answers</source>
        <translation>80 mm, menjawab</translation>
    </message>
    <message>
        <source>58 mm pocket</source>
        <translation>58 mm saku</translation>
    </message>
    <message>
        <source>58 mm, old</source>
        <translation>58 mm, lama</translation>
    </message>
    <message>
        <source>80 mm, old</source>
        <translation>80 mm, lama</translation>
    </message>
    <message>
        <source>Half letter form</source>
        <translation>Formulir 1/2 letter</translation>
    </message>
    <message>
        <source>Letter form</source>
        <translation>Formulir letter</translation>
    </message>
    <message>
        <source>Choose a printer first, or type its address.</source>
        <translation>Pilih printer dulu, atau ketik alamatnya.</translation>
    </message>
    <message>
        <source>Sent. Did it come out whole, in one row, with a code that a phone reads? Then keep it.</source>
        <translation>Terkirim. Apakah keluar utuh, satu baris, dan kodenya terbaca HP? Kalau ya, simpan.</translation>
    </message>
    <message>
        <source>The printer says that it is on paper. Look at it, then keep it.</source>
        <translation>Printer melapor sudah tercetak. Lihat hasilnya, lalu simpan.</translation>
    </message>
    <message>
        <source>It stopped in the middle: look at paper and cable, then try again. (%1)</source>
        <translation>Berhenti di tengah: periksa kertas dan kabel, lalu coba lagi. (%1)</translation>
    </message>
    <message>
        <source>Nothing came out: is it switched on, and is this its address? (%1)</source>
        <translation>Tidak ada yang keluar: apakah printer menyala, dan benar ini alamatnya? (%1)</translation>
    </message>
    <message>
        <source>That is no address of a printer. 192.168.1.50 is one, or what the list above shows.</source>
        <translation>Itu bukan alamat printer. Contoh: 192.168.1.50, atau pilih dari daftar di atas.</translation>
    </message>
    <message>
        <source>A line has at most %1 letters.</source>
        <translation>Satu baris paling banyak %1 huruf.</translation>
    </message>
    <message>
        <source>The picture does not fit: at most %1 by %2 dots.</source>
        <translation>Gambar tidak muat: paling besar %1 kali %2 titik.</translation>
    </message>
    <message>
        <source>Somebody else has changed printer or paper meanwhile. Look again before you keep it.</source>
        <translation>Printer atau kertas baru saja diubah orang lain. Periksa lagi sebelum menyimpan.</translation>
    </message>
</context>
<context>
    <name>PaymentText</name>
    <message>
        <source>checking now</source>
        <translation>sedang dicek</translation>
    </message>
    <message>
        <source>next check %1</source>
        <translation>dicek lagi %1</translation>
    </message>
    <message>
        <source>Waiting for the network. Limit %1, checked again before paying</source>
        <translation>Menunggu jaringan. Batas %1, dicek ulang sebelum dibayar</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Menunggu jaringan</translation>
    </message>
    <message>
        <source>again at %1</source>
        <translation>lagi pukul %1</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Tersimpan</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Dikirim</translation>
    </message>
    <message>
        <source>In process</source>
        <translation>Diproses</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>Sedang dicek</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>Sukses</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gagal</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Dibatalkan</translation>
    </message>
    <message>
        <source>Failed · refunded</source>
        <translation>Gagal · uang kembali</translation>
    </message>
    <message>
        <source>Reversed</source>
        <translation>Ditarik penyedia</translation>
    </message>
    <message>
        <source>Needs a decision</source>
        <translation>Perlu diputuskan</translation>
    </message>
    <message>
        <source>Deposit</source>
        <translation>Titipan</translation>
    </message>
    <message>
        <source>Deposit · %1</source>
        <translation>Titipan · %1</translation>
    </message>
    <message>
        <source>Waiting to open</source>
        <translation>Menunggu buka</translation>
    </message>
    <message>
        <source>Success · give back rest</source>
        <translation>Sukses · ada sisa</translation>
    </message>
    <message>
        <source>Contradiction</source>
        <translation>Bertentangan</translation>
    </message>
    <message>
        <source>Please look into it</source>
        <translation>Mohon diperiksa</translation>
    </message>
    <message>
        <source>Being sent to %1</source>
        <translation>Sedang dikirim ke %1</translation>
    </message>
    <message>
        <source>%1 is working on it. Do not repeat</source>
        <translation>%1 sedang memproses. Jangan diulang</translation>
    </message>
    <message>
        <source>%1 has not answered. Do not repeat</source>
        <translation>%1 belum menjawab. Jangan diulang</translation>
    </message>
    <message>
        <source>Give %1 back to the customer</source>
        <translation>Kembalikan %1 ke pelanggan</translation>
    </message>
    <message>
        <source>Two people must decide</source>
        <translation>Dua orang harus memutuskan</translation>
    </message>
    <message>
        <source>Paid below its limit. Give %1 back to the customer</source>
        <translation>Dibayar di bawah batas. Kembalikan %1 ke pelanggan</translation>
    </message>
    <message>
        <source>Paid through %1</source>
        <translation>Dibayar lewat %1</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>berjalan</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>tidak terkirim</translation>
    </message>
    <message>
        <source>refused, nothing taken</source>
        <translation>ditolak, tidak diambil</translation>
    </message>
    <message>
        <source>in process</source>
        <translation>diproses</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>tidak dijawab</translation>
    </message>
    <message>
        <source>success</source>
        <translation>sukses</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gagal</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>ditarik kembali</translation>
    </message>
    <message>
        <source>Cash %1 received by %2</source>
        <translation>Uang %1 diterima %2</translation>
    </message>
    <message>
        <source>Sent to %1</source>
        <translation>Dikirim ke %1</translation>
    </message>
    <message>
        <source>Could not be sent: no connection</source>
        <translation>Tidak terkirim: tidak ada sambungan</translation>
    </message>
    <message>
        <source>Refused for now: %1</source>
        <translation>Ditolak dulu: %1</translation>
    </message>
    <message>
        <source>Supplier is working on it</source>
        <translation>Penyedia sedang memproses</translation>
    </message>
    <message>
        <source>No clear answer: will be checked</source>
        <translation>Tidak ada jawaban jelas: akan dicek</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Gagal: %1</translation>
    </message>
    <message>
        <source>Cancelled by %1</source>
        <translation>Dibatalkan oleh %1</translation>
    </message>
    <message>
        <source>Cash must go back to the customer</source>
        <translation>Uang harus kembali ke pelanggan</translation>
    </message>
    <message>
        <source>%1 on the bon of %2</source>
        <translation>%1 dicatat di bon %2</translation>
    </message>
    <message>
        <source>%1 taken off the bon by %2</source>
        <translation>%1 dipotong dari bon oleh %2</translation>
    </message>
    <message>
        <source>Cash given back by %1</source>
        <translation>Uang dikembalikan oleh %1</translation>
    </message>
    <message>
        <source>Bill checked: %1</source>
        <translation>Tagihan dicek: %1</translation>
    </message>
    <message>
        <source>Needs a decision: %1</source>
        <translation>Perlu diputuskan: %1</translation>
    </message>
    <message>
        <source>Taken back by the supplier</source>
        <translation>Ditarik kembali oleh penyedia</translation>
    </message>
    <message>
        <source>Rest given back to the customer</source>
        <translation>Sisa sudah dikembalikan</translation>
    </message>
    <message>
        <source>Goes to %1 instead</source>
        <translation>Dialihkan ke %1</translation>
    </message>
    <message>
        <source>No clear answer for too long: please look into it</source>
        <translation>Terlalu lama tanpa jawaban pasti: mohon diperiksa</translation>
    </message>
    <message>
        <source>%1 with the owner&apos;s code</source>
        <translation>%1 dengan kode pemilik</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 dan %2</translation>
    </message>
    <message>
        <source>Decided by %1: %2</source>
        <translation>Diputuskan oleh %1: %2</translation>
    </message>
    <message>
        <source>The supplier delivered after all: needs a decision</source>
        <translation>Ternyata penyedia berhasil mengirim: perlu diputuskan</translation>
    </message>
    <message>
        <source>A supplier took one delivery back</source>
        <translation>Penyedia menarik kembali satu kiriman</translation>
    </message>
    <message>
        <source>Give cash back</source>
        <translation>Kembalikan uang</translation>
    </message>
    <message>
        <source>Top-up of %1, ticket %2</source>
        <translation>Isi deposit %1, tiket %2</translation>
    </message>
    <message>
        <source>%1 of the shop&apos;s own money at the bank, by %2</source>
        <translation>%1 uang toko sendiri di bank, oleh %2</translation>
    </message>
    <message>
        <source>The bank has moved nothing</source>
        <translation>Bank tidak memindahkan apa pun</translation>
    </message>
    <message>
        <source>The ticket can be paid again</source>
        <translation>Tiket bisa dibayar lagi</translation>
    </message>
    <message>
        <source>The money is back at the bank</source>
        <translation>Uang sudah kembali di bank</translation>
    </message>
    <message>
        <source>%1 paid by QRIS, %2</source>
        <translation>%1 dibayar QRIS, %2</translation>
    </message>
    <message>
        <source>It was paid</source>
        <translation>Sudah dibayar</translation>
    </message>
    <message>
        <source>It was not paid</source>
        <translation>Tidak dibayar</translation>
    </message>
    <message>
        <source>It is cleared up</source>
        <translation>Sudah beres</translation>
    </message>
    <message>
        <source>The transfer counts as made.</source>
        <translation>Transfer dianggap berhasil.</translation>
    </message>
    <message>
        <source>The customer has his money back already: the shop bears the loss.</source>
        <translation>Uang pelanggan sudah kembali: kerugian ditanggung toko.</translation>
    </message>
    <message>
        <source>It counts as paid, and nothing goes back to the customer.</source>
        <translation>Dianggap lunas; tidak ada uang yang kembali ke pelanggan.</translation>
    </message>
    <message>
        <source>The transfer counts as not made.</source>
        <translation>Transfer dianggap tidak jadi.</translation>
    </message>
    <message>
        <source>It counts as not paid. The customer has his money back already.</source>
        <translation>Dianggap tidak dibayar. Uang pelanggan sudah kembali.</translation>
    </message>
    <message>
        <source>%1 goes back to the customer.</source>
        <translation>%1 kembali ke pelanggan.</translation>
    </message>
    <message>
        <source>It stays paid, and the warning goes.</source>
        <translation>Tetap lunas, dan peringatannya hilang.</translation>
    </message>
    <message>
        <source>Off the bon</source>
        <translation>Coret dari bon</translation>
    </message>
    <message>
        <source>Take %1 off the bon of %2</source>
        <translation>Coret %1 dari bon %2</translation>
    </message>
    <message>
        <source>%1 comes off the bon of %2.</source>
        <translation>%1 dicoret dari bon %2.</translation>
    </message>
    <message>
        <source>It must come off the bon</source>
        <translation>Harus dicoret dari bon</translation>
    </message>
    <message>
        <source>%1, alone</source>
        <translation>%1, sendirian</translation>
    </message>
    <message>
        <source>Rest given back to the customer by %1</source>
        <translation>Sisa dikembalikan kepada pelanggan oleh %1</translation>
    </message>
</context>
<context>
    <name>PeopleText</name>
    <message>
        <source>Owner</source>
        <translation>Pemilik</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Penyelia</translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation>Kasir</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Pemeriksa</translation>
    </message>
    <message>
        <source>Role not known here</source>
        <translation>Peran tidak dikenal di sini</translation>
    </message>
    <message>
        <source>May do everything.</source>
        <translation>Boleh semuanya.</translation>
    </message>
    <message>
        <source>Sells, moves cash, and may be the one of two that there must be where no supplier knows.</source>
        <translation>Menjual, memindahkan uang, dan boleh menjadi salah satu dari dua orang yang harus ada bila pemasok tidak tahu.</translation>
    </message>
    <message>
        <source>Sells, moves cash, opens and closes the shift.</source>
        <translation>Menjual, memindahkan uang, membuka dan menutup shift.</translation>
    </message>
    <message>
        <source>Looks at everything and changes nothing.</source>
        <translation>Melihat semuanya dan tidak mengubah apa pun.</translation>
    </message>
    <message>
        <source>This version of Loket does not know what this person may do.</source>
        <translation>Versi Loket ini tidak tahu apa yang boleh dilakukan orang ini.</translation>
    </message>
    <message>
        <source>not set up</source>
        <translation>belum dipasang</translation>
    </message>
    <message>
        <source>locked until %1</source>
        <translation>terkunci sampai %1</translation>
    </message>
    <message>
        <source>set up; good for %1 s (±%1 s); telephone %2 s ahead</source>
        <translation>terpasang; berlaku %1 dtk (±%1); jam HP cepat %2 dtk</translation>
    </message>
    <message>
        <source>set up; good for %1 s (±%1 s); telephone %2 s behind</source>
        <translation>terpasang; berlaku %1 dtk (±%1); jam HP lambat %2 dtk</translation>
    </message>
    <message>
        <source>set up; a code is good for %1 s (±%1 s)</source>
        <translation>terpasang; kode berlaku %1 dtk (±%1)</translation>
    </message>
    <message>
        <source>There is a code already. Give it up first (F7).</source>
        <translation>Kodenya sudah ada. Cabut dulu (F7).</translation>
    </message>
    <message>
        <source>The owner stays.</source>
        <translation>Pemilik tetap ada.</translation>
    </message>
    <message>
        <source>No more people fit into this shop.</source>
        <translation>Toko ini sudah penuh; tidak bisa tambah orang lagi.</translation>
    </message>
    <message>
        <source>Somebody of this name can open Loket here already.</source>
        <translation>Orang dengan nama ini sudah bisa membuka Loket di sini.</translation>
    </message>
    <message>
        <source>Type a name that is not empty and does not begin with @.</source>
        <translation>Ketik nama yang tidak kosong dan tidak diawali @.</translation>
    </message>
    <message>
        <source>There is nothing to give up.</source>
        <translation>Tidak ada yang bisa dicabut.</translation>
    </message>
    <message>
        <source>Codes and fingers are set up by whoever they are for, at the counter, with their own PIN.</source>
        <translation>Kode dan jari dipasang oleh pemiliknya sendiri, di loket, dengan PIN-nya sendiri.</translation>
    </message>
    <message>
        <source>What this shop&apos;s fingers are kept under (the file finger-id) is damaged. Bring it back from a copy of the shop.</source>
        <translation>Nama simpanan jari toko ini (berkas finger-id) rusak. Kembalikan dari salinan toko.</translation>
    </message>
</context>
<context>
    <name>PriceText</name>
    <message>
        <source>Margin %1, rounded to %2</source>
        <translation>Margin %1, bulat ke %2</translation>
    </message>
    <message>
        <source>%1, service fee %2</source>
        <translation>%1, biaya layanan %2</translation>
    </message>
    <message>
        <source>margin %1</source>
        <translation>margin %1</translation>
    </message>
    <message>
        <source>service fee %1</source>
        <translation>biaya layanan %1</translation>
    </message>
    <message>
        <source>rounding %1</source>
        <translation>pembulatan %1</translation>
    </message>
    <message>
        <source>a rule of its own</source>
        <translation>aturan sendiri</translation>
    </message>
    <message>
        <source>no rule of its own</source>
        <translation>tanpa aturan sendiri</translation>
    </message>
    <message>
        <source>whoever is cheapest</source>
        <translation>siapa yang termurah</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>Semua yang lain</translation>
    </message>
    <message>
        <source>Preferred suppliers</source>
        <translation>Pemasok yang diutamakan</translation>
    </message>
    <message>
        <source>What a preferred supplier may cost more</source>
        <translation>Boleh lebih mahal berapa</translation>
    </message>
    <message>
        <source>How reliable a supplier must be</source>
        <translation>Seberapa andal pemasok</translation>
    </message>
    <message>
        <source>by bill</source>
        <translation>menurut tagihan</translation>
    </message>
    <message numerus="yes">
        <source>%1 become cheaper</source>
        <translation>
            <numerusform>%1 jadi lebih murah</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 become dearer</source>
        <translation>
            <numerusform>%1 jadi lebih mahal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 are bought from another supplier</source>
        <translation>
            <numerusform>%1 dibeli dari pemasok lain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 leave nothing for the shop</source>
        <translation>
            <numerusform>%1 tanpa laba</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 are sold below cost</source>
        <translation>
            <numerusform>%1 dijual di bawah modal</numerusform>
        </translation>
    </message>
    <message>
        <source>No price of today changes.</source>
        <translation>Tidak ada harga hari ini yang berubah.</translation>
    </message>
    <message>
        <source>Of the products: %1.</source>
        <translation>Dari semua produk: %1.</translation>
    </message>
    <message>
        <source>Somebody else has changed the prices meanwhile. Look at the list again before saving.</source>
        <translation>Harga baru saja diubah orang lain. Periksa lagi daftarnya sebelum menyimpan.</translation>
    </message>
    <message>
        <source>The suppliers&apos; prices have moved: something would be sold below cost. Look again.</source>
        <translation>Harga pemasok berubah: ada yang akan dijual di bawah modal. Periksa lagi.</translation>
    </message>
</context>
<context>
    <name>ProofText</name>
    <message>
        <source>The reader does not take this for your finger. Wipe it and press F7 once more, or take a code.</source>
        <translation>Pembaca tidak mengenali jari Anda. Lap lalu tekan F7 sekali lagi, atau pakai kode.</translation>
    </message>
    <message>
        <source>The reader knows no finger of yours yet. Take a code instead.</source>
        <translation>Pembaca belum mengenal jari Anda. Pakai kode saja.</translation>
    </message>
    <message>
        <source>There is no fingerprint reader here. Take a code instead.</source>
        <translation>Di sini tidak ada pembaca sidik jari. Pakai kode saja.</translation>
    </message>
    <message>
        <source>The reader was pulled out. Plug it in and press F7 once more, or take a code.</source>
        <translation>Pembaca tercabut. Pasang lagi lalu tekan F7 sekali lagi, atau pakai kode.</translation>
    </message>
    <message>
        <source>Something else is using the reader. Press F7 once more in a moment, or take a code.</source>
        <translation>Pembaca sedang dipakai yang lain. Tekan F7 sebentar lagi, atau pakai kode.</translation>
    </message>
    <message>
        <source>No finger came. Press F7 once more, or take a code.</source>
        <translation>Tidak ada jari yang ditempelkan. Tekan F7 sekali lagi, atau pakai kode.</translation>
    </message>
    <message>
        <source>Nothing has reached this number from here before.</source>
        <translation>Belum pernah ada yang dikirim ke nomor ini dari sini.</translation>
    </message>
    <message>
        <source>Many transfers within an hour.</source>
        <translation>Banyak kiriman dalam satu jam.</translation>
    </message>
    <message>
        <source>The owner wants a second proof for this.</source>
        <translation>Pemilik minta bukti kedua untuk ini.</translation>
    </message>
    <message>
        <source>No one-time code of yours is set up: Settings, People. The owner&apos;s code (F8) or your finger (F7) will do too.</source>
        <translation>Kode sekali pakai Anda belum dipasang: Pengaturan, Orang. Kode pemilik (F8) atau jari Anda (F7) juga bisa.</translation>
    </message>
    <message>
        <source>There is no code that an absent owner could read out to you. Take your own (F8), or your finger (F7).</source>
        <translation>Tidak ada kode yang bisa dibacakan pemilik dari jauh untuk Anda. Pakai kode Anda sendiri (F8), atau jari Anda (F7).</translation>
    </message>
</context>
<context>
    <name>ReasonText</name>
    <message>
        <source>Wrong number</source>
        <translation>Nomor salah</translation>
    </message>
    <message>
        <source>The number belongs to another operator</source>
        <translation>Nomornya milik operator lain</translation>
    </message>
    <message>
        <source>The amount is not accepted</source>
        <translation>Nominalnya tidak diterima</translation>
    </message>
    <message>
        <source>The number is blocked</source>
        <translation>Nomornya diblokir</translation>
    </message>
    <message>
        <source>There is no bill yet</source>
        <translation>Tagihan belum ada</translation>
    </message>
    <message>
        <source>The bill is already paid</source>
        <translation>Tagihan sudah lunas</translation>
    </message>
    <message>
        <source>The supplier is closed at this hour</source>
        <translation>Penyedia sedang tutup</translation>
    </message>
    <message>
        <source>The product has a disturbance</source>
        <translation>Produk sedang gangguan</translation>
    </message>
    <message>
        <source>Out of stock at the supplier</source>
        <translation>Stok penyedia habis</translation>
    </message>
    <message>
        <source>The supplier&apos;s price went up</source>
        <translation>Harga penyedia naik</translation>
    </message>
    <message>
        <source>The same purchase was already made today</source>
        <translation>Pembelian yang sama sudah ada hari ini</translation>
    </message>
    <message>
        <source>The supplier asks for a pause</source>
        <translation>Penyedia minta jeda</translation>
    </message>
    <message>
        <source>The number is outside this product&apos;s region</source>
        <translation>Nomornya di luar wilayah produk ini</translation>
    </message>
    <message>
        <source>The customer must stop the old package first</source>
        <translation>Pelanggan harus UNREG paket lama dulu</translation>
    </message>
    <message>
        <source>Above the kWh limit of this meter</source>
        <translation>Melebihi batas kWh meter ini</translation>
    </message>
    <message>
        <source>The supplier rejects the shop&apos;s account: ask the owner</source>
        <translation>Penyedia menolak akun toko: hubungi pemilik</translation>
    </message>
    <message>
        <source>Taken back by the supplier</source>
        <translation>Ditarik kembali oleh penyedia</translation>
    </message>
    <message>
        <source>The biller did not answer in time</source>
        <translation>Biller tidak menjawab tepat waktu</translation>
    </message>
    <message>
        <source>Refused by the biller</source>
        <translation>Ditolak biller</translation>
    </message>
    <message>
        <source>The bill is above the limit that was paid</source>
        <translation>Tagihan melebihi batas yang dititipkan</translation>
    </message>
    <message>
        <source>The computer stopped while it was being sent</source>
        <translation>Komputer mati saat sedang dikirim</translation>
    </message>
    <message>
        <source>No connection to the supplier</source>
        <translation>Tidak ada sambungan ke penyedia</translation>
    </message>
    <message>
        <source>Success at the supplier after it counted as failed</source>
        <translation>Sukses di penyedia setelah tercatat gagal</translation>
    </message>
    <message>
        <source>A supplier that had refused delivered too: paid twice</source>
        <translation>Penyedia yang tadinya menolak ternyata mengirim juga: terbayar dua kali</translation>
    </message>
    <message>
        <source>One supplier took its delivery back, another one&apos;s stands: give the customer a new receipt</source>
        <translation>Satu penyedia menarik kirimannya, kiriman penyedia lain tetap: beri pelanggan struk baru</translation>
    </message>
    <message>
        <source>The supplier gives no clear answer: ask them by telephone</source>
        <translation>Penyedia tidak memberi jawaban pasti: tanyakan lewat telepon</translation>
    </message>
    <message>
        <source>What was sent cannot be read here any more: ask the supplier by telephone</source>
        <translation>Yang dikirim tidak terbaca lagi di sini: tanyakan ke penyedia lewat telepon</translation>
    </message>
    <message>
        <source>Decided by people</source>
        <translation>Diputuskan oleh petugas</translation>
    </message>
    <message>
        <source>The bill has changed</source>
        <translation>Tagihan berubah</translation>
    </message>
    <message>
        <source>Supplier says: %1</source>
        <translation>Kata penyedia: %1</translation>
    </message>
    <message>
        <source>The supplier says that it is paid, and not by whom: perhaps by this payment</source>
        <translation>Penyedia bilang sudah dibayar, tanpa bilang oleh siapa: mungkin oleh pembayaran ini</translation>
    </message>
    <message>
        <source>Supplier&apos;s code %1</source>
        <translation>Kode penyedia %1</translation>
    </message>
    <message>
        <source>The float is too low, waiting for a top-up</source>
        <translation>Deposit tidak cukup, menunggu diisi</translation>
    </message>
    <message>
        <source>The answer was far too long and was cut off</source>
        <translation>Jawabannya terlalu panjang dan diputus</translation>
    </message>
    <message>
        <source>A web page answered instead of the supplier: log in to this network first</source>
        <translation>Yang menjawab halaman web, bukan penyedia: masuk dulu ke jaringan ini</translation>
    </message>
    <message>
        <source>Something else than the supplier answered</source>
        <translation>Yang menjawab bukan penyedia</translation>
    </message>
    <message>
        <source>The supplier&apos;s computers have a disturbance</source>
        <translation>Komputer penyedia sedang gangguan</translation>
    </message>
    <message>
        <source>The supplier&apos;s answer makes no sense</source>
        <translation>Jawaban penyedia tidak masuk akal</translation>
    </message>
    <message>
        <source>The connection broke before the answer was whole</source>
        <translation>Sambungan putus sebelum jawaban lengkap</translation>
    </message>
    <message>
        <source>The proxy of this network does not let us through</source>
        <translation>Proxy jaringan ini tidak meloloskan kita</translation>
    </message>
    <message>
        <source>The supplier cannot prove who it is: call support</source>
        <translation>Penyedia tidak bisa membuktikan dirinya: hubungi bantuan</translation>
    </message>
    <message>
        <source>The supplier&apos;s certificate has expired: look at this computer&apos;s date, then call support</source>
        <translation>Sertifikat penyedia kedaluwarsa: periksa tanggal komputer ini, lalu hubungi bantuan</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong: the supplier&apos;s certificate is not valid yet</source>
        <translation>Jam komputer ini salah: sertifikat penyedia belum berlaku</translation>
    </message>
    <message>
        <source>Another computer answers in the supplier&apos;s place: its certificate has another name</source>
        <translation>Komputer lain menjawab di tempat penyedia: nama di sertifikatnya berbeda</translation>
    </message>
    <message>
        <source>The supplier&apos;s key is not the one that was agreed on: call support</source>
        <translation>Kunci penyedia bukan yang disepakati: hubungi bantuan</translation>
    </message>
    <message>
        <source>The supplier&apos;s certificate is from somebody whom this shop does not trust</source>
        <translation>Sertifikat penyedia dari pihak yang tidak dipercaya toko ini</translation>
    </message>
    <message>
        <source>It could not be sent in time</source>
        <translation>Tidak terkirim tepat waktu</translation>
    </message>
    <message>
        <source>The biller&apos;s fee has risen above what may be charged</source>
        <translation>Biaya admin naik di atas batas yang boleh ditagih</translation>
    </message>
    <message>
        <source>The proxy of this network cannot prove who it is</source>
        <translation>Proxy jaringan ini tidak dapat membuktikan jati dirinya</translation>
    </message>
    <message>
        <source>This shop was restored: the one before may have done it already</source>
        <translation>Toko ini dipulihkan: toko yang lama mungkin sudah mengerjakannya</translation>
    </message>
    <message>
        <source>The supplier does not know this till yet: give it the till&apos;s key</source>
        <translation>Pemasok belum mengenal kasir ini: berikan kunci kasir kepadanya</translation>
    </message>
    <message>
        <source>The supplier has seen a newer journal of this till: these books are an older copy. Call support</source>
        <translation>Pemasok sudah melihat jurnal kasir ini yang lebih baru: pembukuan ini salinan lama. Hubungi bantuan</translation>
    </message>
    <message>
        <source>The supplier has seen another journal of this till: a copy of it is at work. Call support</source>
        <translation>Pemasok melihat jurnal lain dari kasir ini: ada salinan yang sedang bekerja. Hubungi bantuan</translation>
    </message>
    <message>
        <source>This till could not sign its request: check the journal (Settings)</source>
        <translation>Kasir ini tidak dapat menandatangani permintaannya: periksa jurnal (Pengaturan)</translation>
    </message>
    <message>
        <source>The supplier does not take this till&apos;s signature: call support</source>
        <translation>Pemasok tidak menerima tanda tangan kasir ini: hubungi bantuan</translation>
    </message>
    <message>
        <source>This supplier is not set up here: ask the owner</source>
        <translation>Pemasok ini tidak terpasang di sini: tanya pemilik</translation>
    </message>
</context>
<context>
    <name>ShiftText</name>
    <message>
        <source>Short by %1</source>
        <translation>Kurang %1</translation>
    </message>
    <message>
        <source>Over by %1</source>
        <translation>Lebih %1</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Pas</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>sejak %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 sampai %2</translation>
    </message>
    <message>
        <source>Put in: %1</source>
        <translation>Masuk: %1</translation>
    </message>
    <message>
        <source>Paid out: %1</source>
        <translation>Keluar: %1</translation>
    </message>
    <message>
        <source>Taken by the owner: %1</source>
        <translation>Diambil pemilik: %1</translation>
    </message>
    <message>
        <source>It may be recorded already. Do not repeat it: open Loket again and look at the shift, and at the drawer with the owner.</source>
        <translation>Mungkin sudah tercatat. Jangan diulang: buka Loket lagi, lalu lihat shift ini dan laci bersama pemilik.</translation>
    </message>
    <message>
        <source>This shift was closed somewhere else. Look at its report.</source>
        <translation>Shift ini sudah ditutup dari tempat lain. Lihat laporannya.</translation>
    </message>
    <message>
        <source>A shift was opened somewhere else. What you have counted was not recorded.</source>
        <translation>Shift sudah dibuka dari tempat lain. Hitungan Anda tidak dicatat.</translation>
    </message>
    <message>
        <source>Recorded: %1</source>
        <translation>Tercatat: %1</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>Dibatalkan: %1</translation>
    </message>
</context>
<context>
    <name>SuggestionRows</name>
    <message>
        <source>Type the amount</source>
        <translation>Ketik jumlah</translation>
    </message>
    <message>
        <source>%1 fee</source>
        <translation>%1 biaya</translation>
    </message>
    <message>
        <source>Check bill</source>
        <translation>Cek tagihan</translation>
    </message>
</context>
<context>
    <name>TimeText</name>
    <message>
        <source>%1 s</source>
        <comment>age in seconds</comment>
        <translation>%1 dtk</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>age in minutes</comment>
        <translation>%1 mnt</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>age in hours</comment>
        <translation>%1 j</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>age in days</comment>
        <translation>%1 hr</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>baru saja</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n menit lalu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>%n jam lalu</numerusform>
        </translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>kemarin</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n hari lalu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s) ago</source>
        <translation>
            <numerusform>%n minggu lalu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s) ago</source>
        <translation>
            <numerusform>%n bulan lalu</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 seconds</source>
        <translation>%1 detik</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::CreditList</name>
    <message>
        <source>Cash given</source>
        <translation>Sudah dibayar</translation>
    </message>
    <message>
        <source>Code or password</source>
        <translation>Kode atau OTP</translation>
    </message>
    <message>
        <source>Sender not named</source>
        <translation>Tanpa nama pengirim</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Masuk</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::CustomerList</name>
    <message>
        <source>owes %1</source>
        <translation>bon %1</translation>
    </message>
    <message>
        <source>not in the book yet</source>
        <translation>belum tercatat sebagai pelanggan</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::ImportList</name>
    <message>
        <source>in the name of %1</source>
        <translation>atas nama %1</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>baris %1</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::NumberList</name>
    <message>
        <source>nothing bought yet</source>
        <translation>belum pernah beli</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::PaymentList</name>
    <message>
        <source>Details</source>
        <translation>Rincian</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Kembalikan</translation>
    </message>
    <message>
        <source>Off the bon</source>
        <translation>Coret dari bon</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::ProductList</name>
    <message>
        <source>closed right now</source>
        <translation>sedang tutup</translation>
    </message>
    <message>
        <source>Check bill</source>
        <translation>Cek tagihan</translation>
    </message>
    <message>
        <source>%1 fee</source>
        <translation>%1 biaya</translation>
    </message>
    <message>
        <source>Type the amount</source>
        <translation>Ketik jumlah</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::AboutPanel</name>
    <message>
        <source>this program</source>
        <translation>program ini</translation>
    </message>
    <message>
        <source>letters on the screen</source>
        <translation>huruf di layar</translation>
    </message>
    <message>
        <source>numbers and references</source>
        <translation>angka dan nomor referensi</translation>
    </message>
    <message>
        <source>pictures on the buttons</source>
        <translation>gambar pada tombol</translation>
    </message>
    <message>
        <source>windows and printing</source>
        <translation>jendela dan pencetakan</translation>
    </message>
    <message>
        <source>the encrypted book</source>
        <translation>buku yang terenkripsi</translation>
    </message>
    <message>
        <source>talks to suppliers</source>
        <translation>berbicara dengan pemasok</translation>
    </message>
    <message>
        <source>closed lines, signatures</source>
        <translation>jalur tertutup, tanda tangan</translation>
    </message>
    <message>
        <source>PINs and keys</source>
        <translation>PIN dan kunci</translation>
    </message>
    <message>
        <source>one-time codes</source>
        <translation>kode sekali pakai</translation>
    </message>
    <message>
        <source>QR codes</source>
        <translation>kode QR</translation>
    </message>
    <message>
        <source>the system&apos;s printers</source>
        <translation>printer milik sistem</translation>
    </message>
    <message>
        <source>the fingerprint reader</source>
        <translation>pembaca sidik jari</translation>
    </message>
    <message>
        <source>reads and writes JSON</source>
        <translation>membaca dan menulis JSON</translation>
    </message>
    <message>
        <source>composes text</source>
        <translation>menyusun teks</translation>
    </message>
    <message>
        <source>the program&apos;s log</source>
        <translation>catatan kerja program</translation>
    </message>
    <message>
        <source>the command line</source>
        <translation>baris perintah</translation>
    </message>
    <message>
        <source>results and errors</source>
        <translation>hasil dan kesalahan</translation>
    </message>
    <message>
        <source>The payment counter that loses no payment and makes none twice.</source>
        <translation>Loket pembayaran yang tidak menghilangkan dan tidak menggandakan satu pembayaran pun.</translation>
    </message>
    <message>
        <source>Copy for whoever helps</source>
        <translation>Salin untuk yang membantu</translation>
    </message>
    <message>
        <source>What it is made of</source>
        <translation>Tersusun dari</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versi</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Berjalan di</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lisensi</translation>
    </message>
    <message>
        <source>GPL 3, without any warranty</source>
        <translation>GPL 3, tanpa jaminan apa pun</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>Teks lisensi</translation>
    </message>
    <message>
        <source>Its text came with the system&apos;s package of that name: %1</source>
        <translation>Teksnya disertakan dalam paket sistem dengan nama itu: %1</translation>
    </message>
    <message>
        <source>Copied: version and system, nothing of the shop. Paste it into the message to whoever helps.</source>
        <translation>Tersalin: versi dan sistem, tanpa data warung. Tempelkan di pesan kepada yang membantu.</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>read</source>
        <translation>baca</translation>
    </message>
    <message>
        <source>copy for whoever helps</source>
        <translation>salin untuk yang membantu</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::AmountPanel</name>
    <message>
        <source>Check</source>
        <translation>Cek</translation>
    </message>
    <message>
        <source>The most the customer leaves for this bill</source>
        <translation>Uang titipan paling banyak untuk tagihan ini</translation>
    </message>
    <message>
        <source>Amount to transfer</source>
        <translation>Jumlah yang disetor</translation>
    </message>
    <message>
        <source>The network is away, so the bill cannot be seen. It is checked before it is paid; what is left over goes back to the customer.</source>
        <translation>Jaringan putus, jadi tagihannya belum bisa dilihat. Tagihan dicek sebelum dibayar; sisanya kembali ke pelanggan.</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>jumlah</translation>
    </message>
    <message>
        <source>check</source>
        <translation>cek</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>Amount to top up</source>
        <translation>Jumlah isi saldo</translation>
    </message>
    <message>
        <source>Amount to pay in</source>
        <translation>Jumlah yang dibayar</translation>
    </message>
    <message>
        <source>This virtual account has no bill of its own: the customer names the sum.</source>
        <translation>Virtual account ini tanpa tagihan tetap: pelanggan yang menyebut jumlahnya.</translation>
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
        <translation>Belum ada bank dengan mutasi, QRIS atau OTP di toko ini. Pemilik menambahkannya di berkas pengaturan.</translation>
    </message>
    <message>
        <source>Cash out</source>
        <translation>Tarik tunai</translation>
    </message>
    <message>
        <source>How much the customer wants</source>
        <translation>Jumlah yang ditarik pelanggan</translation>
    </message>
    <message>
        <source>Customer&apos;s number</source>
        <translation>Nomor pelanggan</translation>
    </message>
    <message>
        <source>One-time password on his telephone</source>
        <translation>OTP di HP pelanggan</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>Tarik</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>Tampilkan kode</translation>
    </message>
    <message>
        <source>The same sum of this customer is still being checked: do not repeat it. If he wants a second one all the same, press Ctrl+Enter.</source>
        <translation>Jumlah yang sama dari pelanggan ini masih dicek, jangan diulang. Kalau memang mau sekali lagi, tekan Ctrl+Enter.</translation>
    </message>
    <message>
        <source>Asking the bank…</source>
        <translation>Bertanya ke bank…</translation>
    </message>
    <message>
        <source>Only what its own statement shows is money.</source>
        <translation>Yang terhitung hanya yang ada di mutasi bank.</translation>
    </message>
    <message>
        <source>When the customer has sent the money, look again with Ctrl+R.</source>
        <translation>Kalau pelanggan sudah mengirim, lihat lagi dengan Ctrl+R.</translation>
    </message>
    <message>
        <source>A code or password has brought this. Its cash is given from the list at the right.</source>
        <translation>Ini dari kode atau OTP. Uangnya dibayarkan dari daftar di kanan.</translation>
    </message>
    <message>
        <source>way</source>
        <translation>cara</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>pilih</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>lihat lagi</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>jumlah</translation>
    </message>
    <message>
        <source>next field, then collect</source>
        <translation>isian berikut, lalu tarik</translation>
    </message>
    <message>
        <source>show the code</source>
        <translation>tampilkan kode</translation>
    </message>
    <message>
        <source>list</source>
        <translation>daftar</translation>
    </message>
    <message>
        <source>What has arrived</source>
        <translation>Uang yang masuk</translation>
    </message>
    <message>
        <source>Nothing has arrived</source>
        <translation>Belum ada uang masuk</translation>
    </message>
    <message>
        <source>Not known what has arrived</source>
        <translation>Belum tahu uang apa yang masuk</translation>
    </message>
    <message>
        <source>Look again with Ctrl+R.</source>
        <translation>Lihat lagi dengan Ctrl+R.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::BatchSheet</name>
    <message>
        <source>Print result sheet</source>
        <translation>Cetak lembar hasil</translation>
    </message>
    <message>
        <source>Result of sending %1</source>
        <translation>Hasil kirim %1</translation>
    </message>
    <message numerus="yes">
        <source>%n payments</source>
        <translation>
            <numerusform>%n pembayaran</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still open</source>
        <translation>
            <numerusform>%n belum selesai</numerusform>
        </translation>
    </message>
    <message>
        <source>next check %1</source>
        <translation>dicek lagi %1</translation>
    </message>
    <message>
        <source>Nothing had to be sent.</source>
        <translation>Tidak ada yang perlu dikirim.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::BonPanel</name>
    <message>
        <source>Cash from the customer</source>
        <translation>Uang dari pelanggan</translation>
    </message>
    <message>
        <source>Money received</source>
        <translation>Uang diterima</translation>
    </message>
    <message>
        <source>Still owes</source>
        <translation>Sisa bon</translation>
    </message>
    <message>
        <source>That is more than the customer owes.</source>
        <translation>Itu lebih dari bonnya.</translation>
    </message>
    <message>
        <source>Owes after that: %1</source>
        <translation>Sisa bon setelah itu: %1</translation>
    </message>
    <message>
        <source>Then nothing is owed any more.</source>
        <translation>Setelah itu bon lunas.</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>Mencatat…</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>jumlah</translation>
    </message>
    <message>
        <source>money received</source>
        <translation>uang diterima</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>batal</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CashOutScreen</name>
    <message>
        <source>Nothing collected yet</source>
        <translation>Belum ada kode atau OTP</translation>
    </message>
    <message>
        <source>Codes and passwords appear here, also after a restart.</source>
        <translation>Kode dan OTP muncul di sini, juga setelah program dibuka lagi.</translation>
    </message>
    <message>
        <source>CODES AND PASSWORDS</source>
        <translation>KODE DAN OTP</translation>
    </message>
    <message>
        <source>CODES AND PASSWORDS · %1 open</source>
        <translation>KODE DAN OTP · %1 belum selesai</translation>
    </message>
    <message>
        <source>Cash for the customer</source>
        <translation>Uang tunai untuk pelanggan</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CashPanel</name>
    <message>
        <source>or type: 100 = 100.000</source>
        <translation>atau ketik: 100 = 100.000</translation>
    </message>
    <message>
        <source>Cash received</source>
        <translation>Uang diterima</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Diterima</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Uang kembali</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Harga beli</translation>
    </message>
    <message>
        <source>Profit</source>
        <translation>Laba</translation>
    </message>
    <message>
        <source>CASH RECEIVED</source>
        <translation>UANG DITERIMA</translation>
    </message>
    <message>
        <source>Exact %1</source>
        <translation>Uang pas %1</translation>
    </message>
    <message>
        <source>%1 short</source>
        <translation>kurang %1</translation>
    </message>
    <message>
        <source>Bought before</source>
        <translation>Pembelian sebelumnya</translation>
    </message>
    <message>
        <source>Float afterwards</source>
        <translation>Deposit sesudahnya</translation>
    </message>
    <message>
        <source>Pay by QRIS</source>
        <translation>Bayar QRIS</translation>
    </message>
    <message>
        <source>QRIS: not now</source>
        <translation>QRIS: belum bisa</translation>
    </message>
    <message>
        <source>On the bon</source>
        <translation>Catat di bon</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CollectionPanel</name>
    <message>
        <source>Print code</source>
        <translation>Cetak kode</translation>
    </message>
    <message>
        <source>Ask the bank</source>
        <translation>Tanya bank</translation>
    </message>
    <message>
        <source>QRIS code for %1</source>
        <translation>Kode QRIS untuk %1</translation>
    </message>
    <message>
        <source>This code is too long for the screen. Print it.</source>
        <translation>Kode ini terlalu panjang untuk layar. Cetak saja.</translation>
    </message>
    <message>
        <source>The bank is asked</source>
        <translation>Bank sedang ditanya</translation>
    </message>
    <message>
        <source>Asking the bank…</source>
        <translation>Bertanya ke bank…</translation>
    </message>
    <message>
        <source>Good for %1 more</source>
        <translation>Berlaku %1 lagi</translation>
    </message>
    <message>
        <source>ask the bank</source>
        <translation>tanya bank</translation>
    </message>
    <message>
        <source>print code</source>
        <translation>cetak kode</translation>
    </message>
    <message>
        <source>close; it is followed all the same</source>
        <translation>tutup; tetap diikuti</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>Kode baru</translation>
    </message>
    <message>
        <source>new code</source>
        <translation>kode baru</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ComplaintPanel</name>
    <message>
        <source>Complaint</source>
        <translation>Keluhan</translation>
    </message>
    <message>
        <source>What does the customer say?</source>
        <translation>Apa kata pelanggan?</translation>
    </message>
    <message>
        <source>How to reach the customer</source>
        <translation>Cara menghubungi pelanggan</translation>
    </message>
    <message>
        <source>telephone or house, may be empty</source>
        <translation>HP atau rumah, boleh kosong</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>Catat</translation>
    </message>
    <message>
        <source>It has ended…</source>
        <translation>Sudah selesai…</translation>
    </message>
    <message>
        <source>In a few words</source>
        <translation>Dengan beberapa kata</translation>
    </message>
    <message>
        <source>Close the complaint</source>
        <translation>Tutup keluhan</translation>
    </message>
    <message>
        <source>How did it end?</source>
        <translation>Bagaimana selesainya?</translation>
    </message>
    <message>
        <source>This moves no money and changes nothing of the payment.</source>
        <translation>Ini tidak memindahkan uang dan tidak mengubah pembayaran.</translation>
    </message>
    <message>
        <source>Nobody has complained of this payment. What is written here stays with it and changes nothing.</source>
        <translation>Belum ada keluhan tentang pembayaran ini. Yang ditulis di sini tersimpan bersamanya dan tidak mengubah apa pun.</translation>
    </message>
    <message>
        <source>Tell: %1</source>
        <translation>Kabari: %1</translation>
    </message>
    <message>
        <source>What was found out?</source>
        <translation>Apa yang sudah diketahui?</translation>
    </message>
    <message>
        <source>how it ended</source>
        <translation>bagaimana selesainya</translation>
    </message>
    <message>
        <source>close the complaint</source>
        <translation>tutup keluhan</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>write it down</source>
        <translation>catat</translation>
    </message>
    <message>
        <source>copy message</source>
        <translation>salin pesan</translation>
    </message>
    <message>
        <source>open here</source>
        <translation>buka di sini</translation>
    </message>
    <message>
        <source>it has ended</source>
        <translation>sudah selesai</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CountPanel</name>
    <message>
        <source>How much is in the drawer?</source>
        <translation>Berapa uang di laci?</translation>
    </message>
    <message>
        <source>No shift is open. Count the cash before the first sale.</source>
        <translation>Belum ada shift yang dibuka. Hitung uangnya sebelum penjualan pertama.</translation>
    </message>
    <message>
        <source>Count all of it. What there should be is told after that.</source>
        <translation>Hitung semuanya. Jumlah yang seharusnya baru tampil setelah itu.</translation>
    </message>
    <message>
        <source>Notes of %1</source>
        <translation>Lembar %1</translation>
    </message>
    <message>
        <source>Coins, all together</source>
        <translation>Uang logam, jumlah semuanya</translation>
    </message>
    <message>
        <source>Coins</source>
        <translation>Uang logam</translation>
    </message>
    <message>
        <source>Cash in the drawer</source>
        <translation>Uang tunai di laci</translation>
    </message>
    <message>
        <source>Note, if you know of something missing or too much</source>
        <translation>Catatan, bila sudah tahu ada selisih</translation>
    </message>
    <message>
        <source>Open the shift with %1</source>
        <translation>Buka shift dengan %1</translation>
    </message>
    <message>
        <source>Close the shift with %1</source>
        <translation>Tutup shift dengan %1</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>Mencatat…</translation>
    </message>
    <message>
        <source>Nothing is counted. If the drawer is really empty, press Enter once more.</source>
        <translation>Belum ada yang dihitung. Bila laci memang kosong, tekan Enter sekali lagi.</translation>
    </message>
    <message>
        <source>This is the sum of the notes. F7 empties them; then it can be typed.</source>
        <translation>Ini jumlah dari lembar uang. F7 mengosongkannya; setelah itu bisa diketik.</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>lembar</translation>
    </message>
    <message>
        <source>next kind</source>
        <translation>pecahan berikutnya</translation>
    </message>
    <message>
        <source>type the sum</source>
        <translation>ketik jumlah</translation>
    </message>
    <message>
        <source>start again</source>
        <translation>ulang dari awal</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>nanti</translation>
    </message>
    <message>
        <source>last report</source>
        <translation>laporan terakhir</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CustomerCard</name>
    <message>
        <source>Still owes</source>
        <translation>Sisa bon</translation>
    </message>
    <message>
        <source>Take payment</source>
        <translation>Terima bayaran</translation>
    </message>
    <message>
        <source>Numbers of this customer</source>
        <translation>Nomor pelanggan ini</translation>
    </message>
    <message>
        <source>No number yet</source>
        <translation>Belum ada nomor</translation>
    </message>
    <message>
        <source>Add one with F7.</source>
        <translation>Tambahkan dengan F7.</translation>
    </message>
    <message>
        <source>Sell to this customer</source>
        <translation>Jual ke pelanggan ini</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ubah</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Owes something, and does not stand in the book yet.</source>
        <translation>Punya bon, tetapi belum tercatat sebagai pelanggan.</translation>
    </message>
    <message>
        <source>Add to the book</source>
        <translation>Catat</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CustomerForm</name>
    <message>
        <source>Name, as it is called at the counter</source>
        <translation>Nama panggilan di loket</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>the blue house, pays on Fridays</source>
        <translation>rumah biru, bayar tiap Jumat</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>Numbers: phone, meter, PDAM, BPJS</source>
        <translation>Nomor: HP, meter, PDAM, BPJS</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Pelanggan baru</translation>
    </message>
    <message>
        <source>Change the customer</source>
        <translation>Ubah pelanggan</translation>
    </message>
    <message>
        <source>Number %1</source>
        <translation>Nomor %1</translation>
    </message>
    <message>
        <source>one more number</source>
        <translation>satu nomor lagi</translation>
    </message>
    <message>
        <source>which kind?</source>
        <translation>jenis apa?</translation>
    </message>
    <message>
        <source>Kind of number %1: %2</source>
        <translation>Jenis %1: %2</translation>
    </message>
    <message>
        <source>Another kind (F6 in the field)</source>
        <translation>Jenis lain (F6 di kolom nomor)</translation>
    </message>
    <message>
        <source>Keeping…</source>
        <translation>Menyimpan…</translation>
    </message>
    <message>
        <source>next, then keep</source>
        <translation>lanjut, lalu simpan</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>simpan</translation>
    </message>
    <message>
        <source>another kind of number</source>
        <translation>jenis nomor lain</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>batal</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CustomersScreen</name>
    <message>
        <source>Received: %1. Still owes %2.</source>
        <translation>Diterima: %1. Sisa bon %2.</translation>
    </message>
    <message>
        <source>Received: %1. Nothing is owed any more.</source>
        <translation>Diterima: %1. Bon lunas.</translation>
    </message>
    <message>
        <source>The import was taken back.</source>
        <translation>Impor sudah dibatalkan.</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Pelanggan</translation>
    </message>
    <message>
        <source>There are more. Type more of the name.</source>
        <translation>Masih ada lagi. Ketik namanya lebih lengkap.</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Pelanggan baru</translation>
    </message>
    <message>
        <source>Import contacts</source>
        <translation>Impor kontak</translation>
    </message>
    <message>
        <source>name or number</source>
        <translation>nama atau nomor</translation>
    </message>
    <message>
        <source>Search the customers</source>
        <translation>Cari pelanggan</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>Owing</source>
        <translation>Punya bon</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Bring the customers from the phone</source>
        <translation>Ambil pelanggan dari HP</translation>
    </message>
    <message>
        <source>1. On the phone open Contacts, then Export or Share, and choose a .vcf file.</source>
        <translation>1. Di HP buka Kontak, lalu Ekspor atau Bagikan, pilih berkas .vcf.</translation>
    </message>
    <message>
        <source>2. Send the file to this computer: by cable, e-mail or WhatsApp.</source>
        <translation>2. Kirim berkasnya ke komputer ini: lewat kabel, email, atau WhatsApp.</translation>
    </message>
    <message>
        <source>3. Press F6 and choose it. You see every line before anything is kept.</source>
        <translation>3. Tekan F6 dan pilih berkasnya. Setiap baris terlihat dulu sebelum disimpan.</translation>
    </message>
    <message>
        <source>A table does too: two columns, name and number, saved as CSV.</source>
        <translation>Bisa juga tabel: dua kolom, nama dan nomor, disimpan sebagai CSV.</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Pilih berkas</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>Belum ada pelanggan</translation>
    </message>
    <message>
        <source>Names that are written down here are found in the sell box.</source>
        <translation>Nama yang dicatat di sini langsung ketemu di kotak jual.</translation>
    </message>
    <message>
        <source>Nobody owes anything</source>
        <translation>Tidak ada yang punya bon</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Tidak ketemu</translation>
    </message>
    <message>
        <source>Press F5 to write this customer down.</source>
        <translation>Tekan F5 untuk mencatat pelanggan ini.</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 dihapus.</translation>
    </message>
    <message>
        <source>Contacts of the phone, or a table of customers</source>
        <translation>Kontak dari HP, atau tabel pelanggan</translation>
    </message>
    <message>
        <source>Contacts (*.vcf *.csv *.txt);;All files (*)</source>
        <translation>Kontak (*.vcf *.csv *.txt);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>sell</source>
        <translation>jual</translation>
    </message>
    <message>
        <source>change</source>
        <translation>ubah</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>hapus</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>urungkan</translation>
    </message>
    <message>
        <source>new</source>
        <translation>baru</translation>
    </message>
    <message>
        <source>import</source>
        <translation>impor</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>semua</translation>
    </message>
    <message>
        <source>who owes</source>
        <translation>yang punya bon</translation>
    </message>
    <message>
        <source>write down</source>
        <translation>catat</translation>
    </message>
    <message>
        <source>take payment</source>
        <translation>terima bayaran</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::DrawerPanel</name>
    <message>
        <source>Put in</source>
        <translation>Masukkan uang</translation>
    </message>
    <message>
        <source>Pay out</source>
        <translation>Keluarkan uang</translation>
    </message>
    <message>
        <source>Owner takes</source>
        <translation>Diambil pemilik</translation>
    </message>
    <message>
        <source>The owner puts cash into the drawer.</source>
        <translation>Pemilik menaruh uang di laci.</translation>
    </message>
    <message>
        <source>The shop pays for something out of the drawer.</source>
        <translation>Toko membayar sesuatu dari laci.</translation>
    </message>
    <message>
        <source>The owner takes cash home; it is no expense.</source>
        <translation>Pemilik membawa uang pulang; bukan pengeluaran toko.</translation>
    </message>
    <message>
        <source>Cash besides the sales</source>
        <translation>Uang di luar penjualan</translation>
    </message>
    <message>
        <source>How much</source>
        <translation>Berapa</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Untuk apa</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>Mencatat…</translation>
    </message>
    <message>
        <source>cash besides the sales</source>
        <translation>uang di luar penjualan</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>jumlah</translation>
    </message>
    <message>
        <source>next, then record</source>
        <translation>lanjut, lalu catat</translation>
    </message>
    <message>
        <source>another kind</source>
        <translation>jenis lain</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>batalkan</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::FieldPanel</name>
    <message>
        <source>Check</source>
        <translation>Cek</translation>
    </message>
    <message>
        <source>Tax year</source>
        <translation>Tahun pajak</translation>
    </message>
    <message>
        <source>Identity number (NIK) of the vehicle&apos;s owner</source>
        <translation>NIK pemilik kendaraan</translation>
    </message>
    <message>
        <source>This year, unless the customer pays an older one.</source>
        <translation>Tahun ini, kecuali pelanggan membayar tahun yang lalu.</translation>
    </message>
    <message>
        <source>16 digits, from the owner&apos;s identity card. It goes to the tax office and is kept locked.</source>
        <translation>16 angka, dari KTP pemilik. Dikirim ke Samsat dan disimpan terkunci.</translation>
    </message>
    <message>
        <source>check</source>
        <translation>cek</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>How many months</source>
        <translation>Berapa bulan</translation>
    </message>
    <message>
        <source>From 1 to 12, all paid at once.</source>
        <translation>1 sampai 12, dibayar sekaligus.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::FingerChoice</name>
    <message>
        <source>Which finger</source>
        <translation>Jari yang mana</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Lanjut</translation>
    </message>
    <message>
        <source>Which finger of %1?</source>
        <translation>Jari %1 yang mana?</translation>
    </message>
    <message>
        <source>The reader knows this one. It forgets it as soon as it is read anew.</source>
        <translation>Pembaca sudah mengenal yang ini. Yang lama dilupakan begitu dibaca ulang.</translation>
    </message>
    <message>
        <source>It is read several times, and stands beside the PIN: as a second proof before dear payments.</source>
        <translation>Dibaca beberapa kali, dan berlaku di samping PIN: sebagai bukti kedua sebelum pembayaran besar.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::FingerReading</name>
    <message>
        <source>The reader is let go.</source>
        <translation>Pembaca sedang dilepas.</translation>
    </message>
    <message>
        <source>The reader gets ready.</source>
        <translation>Pembaca sedang disiapkan.</translation>
    </message>
    <message>
        <source>%1 of %2 readings</source>
        <translation>%1 dari %2 pembacaan</translation>
    </message>
    <message>
        <source>Waiting for the reader…</source>
        <translation>Menunggu pembaca…</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Settings, Journal (Shift+F10)</source>
        <translation>Atur, Jurnal (Shift+F10)</translation>
    </message>
    <message>
        <source>Settings, People (Shift+F8)</source>
        <translation>Atur, Orang (Shift+F8)</translation>
    </message>
    <message>
        <source>Settings, Backup (F7)</source>
        <translation>Atur, Cadangan (F7)</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::Frame</name>
    <message>
        <source>Close Loket and open it again</source>
        <translation>Tutup Loket lalu buka lagi</translation>
    </message>
    <message numerus="yes">
        <source>%n notices: Settings (F11)</source>
        <translation>
            <numerusform>%n pemberitahuan: Atur (F11)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::HandOverPanel</name>
    <message>
        <source>Kept by the bank, at the shop&apos;s cost</source>
        <translation>Potongan bank, ditanggung toko</translation>
    </message>
    <message>
        <source>The shop&apos;s fee</source>
        <translation>Biaya toko</translation>
    </message>
    <message>
        <source>The customer gets</source>
        <translation>Pelanggan menerima</translation>
    </message>
    <message>
        <source>Give the customer</source>
        <translation>Berikan kepada pelanggan</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Lanjut</translation>
    </message>
    <message>
        <source>Hand out %1</source>
        <translation>Serahkan %1</translation>
    </message>
    <message>
        <source>The bank&apos;s statement is asked once more. Wait with the cash.</source>
        <translation>Mutasi bank dilihat sekali lagi. Tahan dulu uangnya.</translation>
    </message>
    <message>
        <source>next</source>
        <translation>lanjut</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>the shop&apos;s fee</source>
        <translation>biaya toko</translation>
    </message>
    <message>
        <source>hand out</source>
        <translation>serahkan</translation>
    </message>
    <message>
        <source>later</source>
        <translation>nanti</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Uang masuk</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Sudah dicatat</translation>
    </message>
    <message>
        <source>Money has arrived</source>
        <translation>Uang sudah masuk</translation>
    </message>
    <message>
        <source>The fee is as much as the money that has arrived.</source>
        <translation>Biayanya sebesar uang yang masuk.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::HistoryScreen</name>
    <message>
        <source>Nothing found</source>
        <translation>Tidak ditemukan</translation>
    </message>
    <message>
        <source>Search by name, number, product, reference or claim code.</source>
        <translation>Cari dengan nama, nomor, produk, referensi, atau kode titipan.</translation>
    </message>
    <message>
        <source>name, number, product, reference, claim code</source>
        <translation>nama, nomor, produk, referensi, kode titipan</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Cari riwayat</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Riwayat</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>Sukses</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Berjalan</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gagal</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hari ini</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>details</source>
        <translation>rincian</translation>
    </message>
    <message>
        <source>close</source>
        <translation>tutup</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>kosongkan</translation>
    </message>
    <message>
        <source>sell</source>
        <translation>jual</translation>
    </message>
    <message>
        <source>Not printed</source>
        <translation>Belum tercetak</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>saring</translation>
    </message>
    <message>
        <source>Complaints</source>
        <translation>Keluhan</translation>
    </message>
    <message>
        <source>Complaints %1</source>
        <translation>Keluhan %1</translation>
    </message>
    <message>
        <source>complaint</source>
        <translation>keluhan</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ImportPanel</name>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Baru</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>Sudah ada</translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation>Tidak bisa dipakai</translation>
    </message>
    <message>
        <source>What the import would do</source>
        <translation>Yang akan terjadi dengan impor ini</translation>
    </message>
    <message>
        <source>Nothing of this kind</source>
        <translation>Tidak ada yang seperti ini</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Keep the new ones</source>
        <translation>Simpan yang baru</translation>
    </message>
    <message>
        <source>Nothing is kept before you say so; all of it can be taken back.</source>
        <translation>Belum ada yang disimpan; nanti pun semuanya bisa diurungkan.</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>Berkas ini tidak bisa dibaca.</translation>
    </message>
    <message>
        <source>Import from %1</source>
        <translation>Impor dari %1</translation>
    </message>
    <message>
        <source>Keeping…</source>
        <translation>Menyimpan…</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>Membaca berkas…</translation>
    </message>
    <message>
        <source>look</source>
        <translation>lihat</translation>
    </message>
    <message>
        <source>which ones</source>
        <translation>pilih jenis</translation>
    </message>
    <message>
        <source>keep the new ones</source>
        <translation>simpan yang baru</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>batal</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::LoginScreen</name>
    <message>
        <source>Type your PIN to open the counter</source>
        <translation>Ketik PIN untuk membuka loket</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Opening the encrypted shop…</source>
        <translation>Membuka toko yang terenkripsi…</translation>
    </message>
    <message>
        <source>Locked. Whoever comes types the PIN</source>
        <translation>Terkunci. Yang datang mengetik PIN</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>Memeriksa PIN…</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Kode pemulihan</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::OpenShiftPanel</name>
    <message>
        <source>The shift is open</source>
        <translation>Shift sedang buka</translation>
    </message>
    <message>
        <source>Nothing was sold yet.</source>
        <translation>Belum ada penjualan.</translation>
    </message>
    <message>
        <source>What the drawer should have is told when it has been counted.</source>
        <translation>Isi laci yang seharusnya baru tampil setelah dihitung.</translation>
    </message>
    <message>
        <source>Close the shift</source>
        <translation>Tutup shift</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Penjualan</translation>
    </message>
    <message>
        <source>Sold for</source>
        <translation>Nilai penjualan</translation>
    </message>
    <message>
        <source>%1 against what the books had at the opening.</source>
        <translation>%1 dibanding pembukuan saat shift dibuka.</translation>
    </message>
    <message>
        <source>close the shift</source>
        <translation>tutup shift</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>lihat lagi</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::OutcomePanel</name>
    <message>
        <source>Print copy</source>
        <translation>Cetak salinan</translation>
    </message>
    <message>
        <source>received %1 · paid %2</source>
        <translation>diterima %1 · bayar %2</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Uang kembali</translation>
    </message>
    <message>
        <source>Exact cash</source>
        <translation>Uang pas</translation>
    </message>
    <message>
        <source>Claim code, printed on the slip</source>
        <translation>Kode titipan, tercetak di bukti</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Berhasil</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Nomor seri (SN)</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Deposit accepted</source>
        <translation>Titipan diterima</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>Masuk antrean</translation>
    </message>
    <message>
        <source>To the customer: the result follows</source>
        <translation>Ke pelanggan: hasilnya menyusul</translation>
    </message>
    <message>
        <source>Do not repeat this</source>
        <translation>Jangan diulang</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Uang kembali %1</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gagal</translation>
    </message>
    <message>
        <source>Give back to the customer</source>
        <translation>Kembalikan ke pelanggan</translation>
    </message>
    <message>
        <source>and the change of %1, if it was not handed over yet</source>
        <translation>ditambah uang kembali %1 kalau belum diserahkan</translation>
    </message>
    <message>
        <source>Cash given back</source>
        <translation>Uang sudah dikembalikan</translation>
    </message>
    <message>
        <source>Nothing was paid</source>
        <translation>Tidak ada yang dibayar</translation>
    </message>
    <message>
        <source>Call the owner</source>
        <translation>Hubungi pemilik</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 untuk %2</translation>
    </message>
    <message>
        <source>Print slip</source>
        <translation>Cetak bukti</translation>
    </message>
    <message>
        <source>Cash handed back</source>
        <translation>Uang sudah diserahkan</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Berikutnya</translation>
    </message>
    <message>
        <source>type</source>
        <translation>ketik</translation>
    </message>
    <message>
        <source>cash handed back</source>
        <translation>uang sudah diserahkan</translation>
    </message>
    <message>
        <source>later, from the queue</source>
        <translation>nanti, lewat antrean</translation>
    </message>
    <message>
        <source>letters / digits</source>
        <translation>huruf / angka</translation>
    </message>
    <message>
        <source>next sale</source>
        <translation>penjualan berikutnya</translation>
    </message>
    <message>
        <source>print</source>
        <translation>cetak</translation>
    </message>
    <message>
        <source>copy text</source>
        <translation>salin teks</translation>
    </message>
    <message>
        <source>received %1 · left here %2</source>
        <translation>diterima %1 · dititipkan %2</translation>
    </message>
    <message>
        <source>Tell</source>
        <comment>the customer, by a message</comment>
        <translation>Kabari</translation>
    </message>
    <message>
        <source>tell the customer</source>
        <translation>kabari pelanggan</translation>
    </message>
    <message>
        <source>%1 by QRIS</source>
        <translation>%1 lewat QRIS</translation>
    </message>
    <message>
        <source>Paid by QRIS</source>
        <translation>Dibayar QRIS</translation>
    </message>
    <message>
        <source>Paid by QRIS; it goes back in cash, out of the drawer.</source>
        <translation>Dibayar QRIS; dikembalikan tunai dari laci.</translation>
    </message>
    <message>
        <source>%1 is owed</source>
        <translation>%1 jadi utang</translation>
    </message>
    <message>
        <source>On the bon of %1</source>
        <translation>Di bon %1</translation>
    </message>
    <message>
        <source>Comes off the bon of %1</source>
        <translation>Dicoret dari bon %1</translation>
    </message>
    <message>
        <source>Only what was paid on it meanwhile goes back in cash.</source>
        <translation>Hanya yang sudah dibayar di bon itu kembali tunai.</translation>
    </message>
    <message>
        <source>Take it off the bon</source>
        <translation>Coret dari bon</translation>
    </message>
    <message>
        <source>take it off the bon</source>
        <translation>coret dari bon</translation>
    </message>
    <message>
        <source>Taken off the bon</source>
        <translation>Sudah dicoret dari bon</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PaperPanel</name>
    <message>
        <source>Printer and paper</source>
        <translation>Printer dan kertas</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Coba cetak</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>Printers at this computer</source>
        <translation>Printer di komputer ini</translation>
    </message>
    <message>
        <source>Address of the printer: empty prints nothing</source>
        <translation>Alamat printer: kosong berarti tidak mencetak</translation>
    </message>
    <message>
        <source>Address of the printer</source>
        <translation>Alamat printer</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Kertas</translation>
    </message>
    <message>
        <source>Cash drawer at the printer</source>
        <translation>Laci uang di printer</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Tidak ada</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ada</translation>
    </message>
    <message>
        <source>Yes, the other pin</source>
        <translation>Ada, pin lain</translation>
    </message>
    <message>
        <source>Under the shop&apos;s name</source>
        <translation>Di bawah nama toko</translation>
    </message>
    <message>
        <source>At the very end</source>
        <translation>Di paling akhir</translation>
    </message>
    <message>
        <source>The shop&apos;s mark, over its name</source>
        <translation>Logo toko, di atas namanya</translation>
    </message>
    <message>
        <source>Choose a picture…</source>
        <translation>Pilih gambar…</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>Tanpa logo</translation>
    </message>
    <message>
        <source>one more line</source>
        <translation>satu baris lagi</translation>
    </message>
    <message>
        <source>Looking for printers…</source>
        <translation>Mencari printer…</translation>
    </message>
    <message>
        <source>No printer was found here. Plug it in and press F5, or type its address.</source>
        <translation>Tidak ada printer di sini. Pasang lalu tekan F5, atau ketik alamatnya.</translation>
    </message>
    <message>
        <source>Found at this computer (F5 looks again)</source>
        <translation>Ditemukan di komputer ini (F5 mencari lagi)</translation>
    </message>
    <message>
        <source>Sending it to the printer…</source>
        <translation>Mengirim ke printer…</translation>
    </message>
    <message>
        <source>Kept. From now on all paper looks like this.</source>
        <translation>Tersimpan. Mulai sekarang semua kertas seperti ini.</translation>
    </message>
    <message>
        <source>The shop&apos;s mark</source>
        <translation>Logo toko</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.svg *.bmp);;All files (*)</source>
        <translation>Gambar (*.png *.jpg *.jpeg *.svg *.bmp);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>This picture is too large: at most %1 pixels a side.</source>
        <translation>Gambar terlalu besar: paling besar %1 piksel tiap sisi.</translation>
    </message>
    <message>
        <source>That is no picture, or nothing on it is dark.</source>
        <translation>Itu bukan gambar, atau tidak ada yang gelap di situ.</translation>
    </message>
    <message>
        <source>Not kept yet. Ctrl+Enter keeps it, Esc once more lets it go.</source>
        <translation>Belum disimpan. Ctrl+Enter menyimpan, Esc sekali lagi membatalkan.</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>pilih</translation>
    </message>
    <message>
        <source>look for printers</source>
        <translation>cari printer</translation>
    </message>
    <message>
        <source>try it</source>
        <translation>coba cetak</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>simpan</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>Somebody else has changed printer or paper meanwhile. What you changed is on top of that: look again, then keep it.</source>
        <translation>Printer atau kertas baru saja diubah orang lain. Perubahan Anda ditaruh di atasnya: periksa lagi, lalu simpan.</translation>
    </message>
    <message>
        <source>F5 tries again.</source>
        <translation>F5 mencoba lagi.</translation>
    </message>
    <message>
        <source>Seal on a receipt: what it is checked by</source>
        <translation>Segel pada struk: untuk memeriksa keasliannya</translation>
    </message>
    <message>
        <source>Seal on a receipt</source>
        <translation>Segel pada struk</translation>
    </message>
    <message>
        <source>Letters and code</source>
        <translation>Huruf dan kode</translation>
    </message>
    <message>
        <source>Letters alone</source>
        <translation>Huruf saja</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PaymentDetailPanel</name>
    <message>
        <source>Cash handed back</source>
        <translation>Uang sudah diserahkan</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Nomor seri (SN)</translation>
    </message>
    <message>
        <source>Claim code</source>
        <translation>Kode titipan</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referensi</translation>
    </message>
    <message>
        <source>Cash / change</source>
        <translation>Uang / kembali</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Harga beli</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>Penyedia</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Dicetak</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <translation>
            <numerusform>%n kali</numerusform>
        </translation>
    </message>
    <message>
        <source>What happened · %1</source>
        <translation>Yang terjadi · %1</translation>
    </message>
    <message>
        <source>%1 handed back</source>
        <translation>%1 diserahkan</translation>
    </message>
    <message>
        <source>Tell the customer</source>
        <translation>Kabari pelanggan</translation>
    </message>
    <message>
        <source>print</source>
        <translation>cetak</translation>
    </message>
    <message>
        <source>tell the customer</source>
        <translation>kabari pelanggan</translation>
    </message>
    <message>
        <source>Paid by QRIS</source>
        <translation>Dibayar QRIS</translation>
    </message>
    <message>
        <source>Decide…</source>
        <translation>Putuskan…</translation>
    </message>
    <message>
        <source>decide</source>
        <translation>putuskan</translation>
    </message>
    <message>
        <source>Sold by</source>
        <translation>Dilayani</translation>
    </message>
    <message>
        <source>On the bon of</source>
        <translation>Di bon</translation>
    </message>
    <message>
        <source>Take %1 off the bon</source>
        <translation>Coret %1 dari bon</translation>
    </message>
    <message>
        <source>The paper came out</source>
        <translation>Struk sudah keluar</translation>
    </message>
    <message>
        <source>No paper needed</source>
        <translation>Struk tidak perlu</translation>
    </message>
    <message>
        <source>paper is in order</source>
        <translation>struk beres</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>Keluhan</translation>
    </message>
    <message>
        <source>complaint</source>
        <translation>keluhan</translation>
    </message>
    <message>
        <source>cash handed back</source>
        <translation>uang sudah diserahkan</translation>
    </message>
    <message>
        <source>take it off the bon</source>
        <translation>coret dari bon</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Cetak</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PeoplePanel</name>
    <message>
        <source>People</source>
        <translation>Orang</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Peran</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>One-time codes</source>
        <translation>Kode sekali pakai</translation>
    </message>
    <message>
        <source>Finger at this computer&apos;s reader</source>
        <translation>Jari di pembaca komputer ini</translation>
    </message>
    <message>
        <source>Take somebody on</source>
        <translation>Tambah orang</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>PIN baru</translation>
    </message>
    <message>
        <source>Set up one-time codes</source>
        <translation>Pasang kode sekali pakai</translation>
    </message>
    <message>
        <source>Give up the codes</source>
        <translation>Cabut kodenya</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Keluarkan</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Lanjut</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>Orang baru</translation>
    </message>
    <message>
        <source>Name, as it stands on receipts and in the journal</source>
        <translation>Nama, seperti di struk dan di jurnal</translation>
    </message>
    <message>
        <source>Role; another one later only by taking the person out and on again</source>
        <translation>Peran; kalau mau diganti nanti, orangnya dikeluarkan dulu lalu ditambahkan lagi</translation>
    </message>
    <message>
        <source>Yes, with my PIN</source>
        <translation>Ya, dengan PIN saya</translation>
    </message>
    <message>
        <source>or typed by hand:</source>
        <translation>atau diketik sendiri:</translation>
    </message>
    <message>
        <source>It is in the telephone</source>
        <translation>Sudah ada di telepon</translation>
    </message>
    <message>
        <source>one-time codes</source>
        <translation>kode sekali pakai</translation>
    </message>
    <message>
        <source>finger</source>
        <translation>jari</translation>
    </message>
    <message>
        <source>stands here</source>
        <translation>di loket sekarang</translation>
    </message>
    <message>
        <source>The absent owner&apos;s code</source>
        <translation>Kode pemilik dari jauh</translation>
    </message>
    <message>
        <source>a name, a role and a PIN of their own</source>
        <translation>nama, peran, dan PIN-nya sendiri</translation>
    </message>
    <message>
        <source>opens Loket at this computer</source>
        <translation>membuka Loket di komputer ini</translation>
    </message>
    <message>
        <source>none known</source>
        <translation>belum dikenal</translation>
    </message>
    <message>
        <source>Where it takes two, or the owner wants a second proof, whoever stands here can ask for six digits from the owner&apos;s telephone. It is another code than the owner&apos;s own one.</source>
        <translation>Bila harus berdua, atau pemilik minta bukti kedua, yang sedang di loket bisa menanyakan enam angka dari telepon pemilik. Kode ini lain dari kode pemilik sendiri.</translation>
    </message>
    <message>
        <source>They open Loket here with a PIN that only they know, and what they sell stands in their name.</source>
        <translation>Mereka membuka Loket di sini dengan PIN yang hanya mereka tahu, dan yang mereka jual tercatat atas nama mereka.</translation>
    </message>
    <message>
        <source>Take %1 out?</source>
        <translation>Keluarkan %1?</translation>
    </message>
    <message>
        <source>The PIN opens nothing any more, and codes and fingers prove nothing. What was sold in this name stays.</source>
        <translation>PIN-nya tidak membuka apa pun lagi, kode dan jarinya tidak membuktikan apa pun. Yang sudah dijual atas nama ini tetap ada.</translation>
    </message>
    <message>
        <source>Give up the absent owner&apos;s code?</source>
        <translation>Cabut kode pemilik dari jauh?</translation>
    </message>
    <message>
        <source>No six digits that are read out over the telephone are good any more, until another one is set up.</source>
        <translation>Enam angka yang dibacakan lewat telepon tidak berlaku lagi, sampai kode lain dipasang.</translation>
    </message>
    <message>
        <source>Give up the one-time codes of %1?</source>
        <translation>Cabut kode sekali pakai %1?</translation>
    </message>
    <message>
        <source>No code of that telephone is good any more. Another one is set up by %1 only.</source>
        <translation>Kode dari telepon itu tidak berlaku lagi. Yang baru hanya bisa dipasang oleh %1 sendiri.</translation>
    </message>
    <message>
        <source>For the absent owner&apos;s telephone</source>
        <translation>Untuk telepon pemilik yang sedang pergi</translation>
    </message>
    <message>
        <source>For the telephone of %1</source>
        <translation>Untuk telepon %1</translation>
    </message>
    <message>
        <source>Scan it with an authenticator app. It is shown this once.</source>
        <translation>Pindai dengan aplikasi autentikator. Hanya ditampilkan sekali ini.</translation>
    </message>
    <message>
        <source>Code for the authenticator app</source>
        <translation>Kode untuk aplikasi autentikator</translation>
    </message>
    <message>
        <source>PIN of %1</source>
        <translation>PIN %1</translation>
    </message>
    <message>
        <source>The one that you have now.</source>
        <translation>Yang sekarang Anda pakai.</translation>
    </message>
    <message>
        <source>So that nobody does it at a counter that was left open.</source>
        <translation>Supaya tidak dilakukan orang lain di loket yang ditinggal terbuka.</translation>
    </message>
    <message>
        <source>Your new PIN</source>
        <translation>PIN baru Anda</translation>
    </message>
    <message>
        <source>New PIN of %1</source>
        <translation>PIN baru %1</translation>
    </message>
    <message>
        <source>Six digits that only you know.</source>
        <translation>Enam angka yang hanya Anda tahu.</translation>
    </message>
    <message>
        <source>Six digits that %1 types and nobody else sees.</source>
        <translation>Enam angka yang diketik %1 dan tidak dilihat orang lain.</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Sekali lagi yang sama</translation>
    </message>
    <message>
        <source>So that no finger slipped.</source>
        <translation>Supaya tidak ada yang salah ketik.</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>PIN sedang diperiksa…</translation>
    </message>
    <message>
        <source>Being kept…</source>
        <translation>Sedang disimpan…</translation>
    </message>
    <message>
        <source>The two were not the same. Type the new one again.</source>
        <translation>Keduanya tidak sama. Ketik PIN baru sekali lagi.</translation>
    </message>
    <message>
        <source>That is not this PIN. Nothing was done.</source>
        <translation>PIN-nya bukan itu. Belum ada yang dilakukan.</translation>
    </message>
    <message>
        <source>%1 can open Loket here now.</source>
        <translation>%1 sekarang bisa membuka Loket di sini.</translation>
    </message>
    <message>
        <source>%1 has a new PIN. The old one opens nothing any more.</source>
        <translation>%1 punya PIN baru. Yang lama tidak membuka apa pun lagi.</translation>
    </message>
    <message>
        <source>%1 opens nothing here any more.</source>
        <translation>%1 tidak bisa membuka apa pun lagi di sini.</translation>
    </message>
    <message>
        <source>Set up. Its codes are good from now on.</source>
        <translation>Terpasang. Kodenya berlaku mulai sekarang.</translation>
    </message>
    <message>
        <source>Given up. None of its codes is good any more.</source>
        <translation>Dicabut. Kodenya tidak ada yang berlaku lagi.</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>role</source>
        <translation>peran</translation>
    </message>
    <message>
        <source>go on</source>
        <translation>lanjut</translation>
    </message>
    <message>
        <source>yes, with my PIN</source>
        <translation>ya, dengan PIN saya</translation>
    </message>
    <message>
        <source>no</source>
        <translation>tidak</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>batal</translation>
    </message>
    <message>
        <source>it is in the telephone</source>
        <translation>sudah ada di telepon</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>take somebody on</source>
        <translation>tambah orang</translation>
    </message>
    <message>
        <source>new PIN</source>
        <translation>PIN baru</translation>
    </message>
    <message>
        <source>set up codes</source>
        <translation>pasang kode</translation>
    </message>
    <message>
        <source>give up codes</source>
        <translation>cabut kode</translation>
    </message>
    <message>
        <source>take out</source>
        <translation>keluarkan</translation>
    </message>
    <message>
        <source>Make a finger known</source>
        <translation>Kenalkan jari</translation>
    </message>
    <message>
        <source>Have the fingers forgotten</source>
        <translation>Lupakan jari-jarinya</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>a finger, and whose</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Have the fingers of %1 forgotten?</source>
        <translation>Lupakan jari %1?</translation>
    </message>
    <message>
        <source>This computer&apos;s reader knows none of them any more. PIN and codes stay as they are.</source>
        <translation>Pembaca di komputer ini tidak mengenalnya lagi. PIN dan kode tetap seperti semula.</translation>
    </message>
    <message>
        <source>The %1 of %2 is known now.</source>
        <comment>a finger, and whose</comment>
        <translation>Sekarang %1 %2 dikenal.</translation>
    </message>
    <message>
        <source>The reader knows no finger of %1 any more.</source>
        <translation>Pembaca tidak mengenal jari %1 lagi.</translation>
    </message>
    <message>
        <source>which one</source>
        <translation>yang mana</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>hentikan</translation>
    </message>
    <message>
        <source>make a finger known</source>
        <translation>kenalkan jari</translation>
    </message>
    <message>
        <source>forget the fingers</source>
        <translation>lupakan jari</translation>
    </message>
    <message>
        <source>Make a new recovery code</source>
        <translation>Buat kode pemulihan baru</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Kode pemulihan</translation>
    </message>
    <message>
        <source>on the owner&apos;s paper</source>
        <translation>di kertas pemilik</translation>
    </message>
    <message>
        <source>With it the owner opens the shop when the PIN is forgotten, and a backup when this computer is lost. It was shown once, for the owner&apos;s paper. If the paper is lost, or somebody else has seen it, make a new one. Where somebody may have copied this shop&apos;s files too, only loketctl vault rekey keeps them out.</source>
        <translation>Dengan kode ini pemilik membuka toko saat PIN terlupa, dan membuka cadangan saat komputer ini hilang. Kode itu ditampilkan sekali, untuk kertas pemilik. Kalau kertasnya hilang, atau ada orang lain yang melihatnya, buat yang baru. Kalau berkas toko ini mungkin ikut disalin, hanya loketctl vault rekey yang menutup jalan itu.</translation>
    </message>
    <message>
        <source>The new recovery code, for the owner&apos;s paper</source>
        <translation>Kode pemulihan yang baru, untuk kertas pemilik</translation>
    </message>
    <message>
        <source>Write it down now: it is shown this once. The old one is good until you say that this one is on paper.</source>
        <translation>Tulis sekarang: hanya ditampilkan sekali ini. Kode lama tetap berlaku sampai Anda bilang yang ini sudah ditulis.</translation>
    </message>
    <message>
        <source>The recovery code, for a telephone that you keep safe</source>
        <translation>Kode pemulihan, untuk telepon yang Anda simpan aman</translation>
    </message>
    <message>
        <source>It is on paper</source>
        <translation>Sudah saya tulis</translation>
    </message>
    <message>
        <source>Make a new recovery code?</source>
        <translation>Buat kode pemulihan baru?</translation>
    </message>
    <message>
        <source>Have paper and pen at hand, and nobody beside you. The code you have now opens this shop no more, but backups that were made with it still want it: keep the old paper, locked away, as long as you keep those.</source>
        <translation>Siapkan kertas dan pena, dan jangan ada orang di samping Anda. Kode yang sekarang tidak akan membuka toko ini lagi, tetapi cadangan yang dibuat dengannya tetap memintanya: simpan kertas lama di tempat terkunci selama cadangan itu disimpan.</translation>
    </message>
    <message>
        <source>The new recovery code is good. The old one opens nothing here any more.</source>
        <translation>Kode pemulihan yang baru berlaku. Yang lama tidak membuka apa pun lagi di sini.</translation>
    </message>
    <message>
        <source>it is on paper</source>
        <translation>sudah ditulis</translation>
    </message>
    <message>
        <source>new recovery code</source>
        <translation>kode pemulihan baru</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ProofPanel</name>
    <message>
        <source>Go on</source>
        <translation>Lanjut</translation>
    </message>
    <message>
        <source>Six digits, as the absent owner reads them from the telephone</source>
        <translation>Enam angka, seperti dibacakan pemilik dari teleponnya</translation>
    </message>
    <message>
        <source>Six digits from your own telephone</source>
        <translation>Enam angka dari telepon Anda sendiri</translation>
    </message>
    <message>
        <source>go on</source>
        <translation>lanjut</translation>
    </message>
    <message>
        <source>my own code</source>
        <translation>kode saya sendiri</translation>
    </message>
    <message>
        <source>the owner&apos;s code</source>
        <translation>kode pemilik</translation>
    </message>
    <message>
        <source>my finger</source>
        <translation>jari saya</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>Touch the reader. Your finger is waited for.</source>
        <translation>Tempelkan jari ke pembaca. Jari Anda ditunggu.</translation>
    </message>
    <message>
        <source>Being looked at…</source>
        <translation>Sedang diperiksa…</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::QueueScreen</name>
    <message>
        <source>Nothing is waiting</source>
        <translation>Tidak ada yang menunggu</translation>
    </message>
    <message>
        <source>Deposits and payments without a result appear here by themselves.</source>
        <translation>Titipan dan pembayaran yang belum ada hasilnya muncul di sini dengan sendirinya.</translation>
    </message>
    <message>
        <source>Every deposit is stored encrypted on this computer and survives a power cut.</source>
        <translation>Semua titipan tersimpan terenkripsi di komputer ini dan tidak hilang walau listrik padam.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Kirim sekarang</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Antrean</translation>
    </message>
    <message numerus="yes">
        <source>%n payments</source>
        <translation>
            <numerusform>%n pembayaran</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of customers&apos; cash</source>
        <translation>%1 uang pelanggan di laci</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Titipan</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Dicek</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Kembalikan</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Diputuskan</translation>
    </message>
    <message>
        <source>Only what was never sent can be cancelled.</source>
        <translation>Yang bisa dibatalkan hanya yang belum pernah dikirim.</translation>
    </message>
    <message>
        <source>Cancel %1 for %2 and give %3 back?  Enter: yes   Esc: no</source>
        <translation>Batalkan %1 untuk %2 dan kembalikan %3?  Enter: ya   Esc: tidak</translation>
    </message>
    <message>
        <source>Sending and asking…</source>
        <translation>Mengirim dan menanyakan…</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 dari %2 selesai</translation>
    </message>
    <message>
        <source>yes, cancel and give back</source>
        <translation>ya, batalkan dan kembalikan</translation>
    </message>
    <message>
        <source>no</source>
        <translation>tidak</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>details</source>
        <translation>rincian</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>batalkan</translation>
    </message>
    <message>
        <source>send now</source>
        <translation>kirim sekarang</translation>
    </message>
    <message>
        <source>print</source>
        <translation>cetak</translation>
    </message>
    <message>
        <source>close</source>
        <translation>tutup</translation>
    </message>
    <message>
        <source>sell</source>
        <translation>jual</translation>
    </message>
    <message>
        <source>complaint</source>
        <translation>keluhan</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ReadBackPanel</name>
    <message>
        <source>Read aloud:</source>
        <translation>Bacakan:</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Bayar</translation>
    </message>
    <message>
        <source>In the name of</source>
        <translation>Atas nama</translation>
    </message>
    <message>
        <source>This number seems to belong to another operator. Ask the customer.</source>
        <translation>Nomor ini sepertinya milik operator lain. Tanyakan ke pelanggan.</translation>
    </message>
    <message>
        <source>Buy again</source>
        <translation>Beli lagi</translation>
    </message>
    <message>
        <source>Accept deposit</source>
        <translation>Terima titipan</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>buy again</source>
        <translation>beli lagi</translation>
    </message>
    <message>
        <source>pay</source>
        <translation>bayar</translation>
    </message>
    <message>
        <source>cash received</source>
        <translation>uang diterima</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>other cash, 100 = 100.000</source>
        <translation>uang lain, 100 = 100.000</translation>
    </message>
    <message>
        <source>by QRIS</source>
        <translation>dengan QRIS</translation>
    </message>
    <message>
        <source>on the bon</source>
        <translation>bon</translation>
    </message>
    <message>
        <source>A second proof is asked for next. Do not take money yet.</source>
        <translation>Sesudah ini diminta bukti kedua. Jangan terima uang dulu.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ReceiptPanel</name>
    <message>
        <source>Receipt copied, paste it into a message</source>
        <translation>Struk tersalin, tempel di pesan</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::RoutingForm</name>
    <message>
        <source>Suppliers, the preferred ones first</source>
        <translation>Pemasok, yang diutamakan di atas</translation>
    </message>
    <message>
        <source>No supplier yet</source>
        <translation>Belum ada pemasok</translation>
    </message>
    <message>
        <source>The settings file names them.</source>
        <translation>Pemasok ada di berkas pengaturan.</translation>
    </message>
    <message>
        <source>What a preferred supplier may cost more</source>
        <translation>Boleh lebih mahal berapa</translation>
    </message>
    <message>
        <source>Percent of the last orders that must have gone well</source>
        <translation>Persen pesanan terakhir yang harus berhasil</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>Contoh</translation>
    </message>
    <message>
        <source>The first one gets the order, as long as it costs no more than it may. Those that are not preferred go by price alone.</source>
        <translation>Yang teratas mendapat pesanan, asal tidak lebih mahal dari yang dibolehkan. Yang tidak diutamakan bersaing harga saja.</translation>
    </message>
    <message>
        <source>So much more may a supplier cost than one that stands a place lower; with Rp0 the cheapest is taken.</source>
        <translation>Pemasok boleh semahal ini di atas yang satu tingkat di bawahnya; dengan Rp0 yang termurah dipilih.</translation>
    </message>
    <message>
        <source>A supplier of whose last orders fewer have gone well is taken only when nobody better can deliver.</source>
        <translation>Pemasok yang lebih jarang berhasil hanya dipakai kalau tidak ada yang lebih baik.</translation>
    </message>
    <message>
        <source>preferred</source>
        <translation>diutamakan</translation>
    </message>
    <message>
        <source>by price alone</source>
        <translation>menurut harga saja</translation>
    </message>
    <message>
        <source>Nobody is left out, however often it fails.</source>
        <translation>Tidak ada yang dikesampingkan, sesering apa pun gagal.</translation>
    </message>
    <message>
        <source>With %1% a supplier that failed %2 of 100 orders is still taken; with one more it comes last.</source>
        <translation>Dengan %1% pemasok yang gagal %2 dari 100 pesanan masih dipakai; gagal satu lagi, ia jadi yang terakhir.</translation>
    </message>
    <message>
        <source>%1: %2 → %3. The customer pays %4, %5 is left.</source>
        <translation>%1: %2 → %3. Pelanggan bayar %4, laba %5.</translation>
    </message>
    <message>
        <source>Every product has only one supplier: there is nothing to choose.</source>
        <translation>Setiap produk hanya punya satu pemasok: tidak ada yang dipilih.</translation>
    </message>
    <message>
        <source>Nobody is preferred: the cheapest supplier gets the order.</source>
        <translation>Tidak ada yang diutamakan: pemasok termurah mendapat pesanan.</translation>
    </message>
    <message>
        <source>A preferred supplier may cost nothing more yet: nothing is bought elsewhere.</source>
        <translation>Yang diutamakan belum boleh lebih mahal: tidak ada yang pindah pemasok.</translation>
    </message>
    <message>
        <source>With this no product is bought from another supplier than before.</source>
        <translation>Dengan ini tidak ada produk yang pindah pemasok.</translation>
    </message>
    <message>
        <source>First prefer a supplier, in the line above.</source>
        <translation>Utamakan dulu satu pemasok, di baris di atas.</translation>
    </message>
    <message>
        <source>That is more than any goods cost.</source>
        <translation>Tidak ada barang semahal itu.</translation>
    </message>
    <message>
        <source>From 0 to 100.</source>
        <translation>Dari 0 sampai 100.</translation>
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
        <translation>Dibulatkan ke</translation>
    </message>
    <message>
        <source>Service fee</source>
        <translation>Biaya layanan</translation>
    </message>
    <message>
        <source>This kind of goods has margins of its own.</source>
        <translation>Jenis ini punya margin sendiri.</translation>
    </message>
    <message>
        <source>Follows the margin of everything else. What you type here makes margins of its own.</source>
        <translation>Ikut margin semua yang lain. Yang diketik di sini menjadi margin sendiri.</translation>
    </message>
    <message>
        <source>This product has a margin of its own.</source>
        <translation>Produk ini punya margin sendiri.</translation>
    </message>
    <message>
        <source>Follows the margin of %1. What you type here makes a margin of its own.</source>
        <translation>Ikut margin %1. Yang diketik di sini menjadi margin sendiri.</translation>
    </message>
    <message>
        <source>everything else</source>
        <translation>semua yang lain</translation>
    </message>
    <message>
        <source>Counts for all goods without margins of their own. Selling price: cost plus margin, rounded up.</source>
        <translation>Untuk semua yang tidak punya margin sendiri. Harga jual: modal ditambah margin, dibulatkan ke atas.</translation>
    </message>
    <message>
        <source>Of bills only the service fee is added; the admin fee is the supplier&apos;s.</source>
        <translation>Pada tagihan hanya biaya layanan yang ditambahkan; biaya admin dari pemasok.</translation>
    </message>
    <message>
        <source>No margin of its own</source>
        <translation>Tanpa margin sendiri</translation>
    </message>
    <message>
        <source>No margins of its own</source>
        <translation>Tanpa margin sendiri</translation>
    </message>
    <message>
        <source>Rounding is between Rp1 and %1. Rp1 rounds nothing.</source>
        <translation>Pembulatan antara Rp1 dan %1. Rp1 berarti tidak dibulatkan.</translation>
    </message>
    <message>
        <source>That is more than a margin can be.</source>
        <translation>Margin tidak bisa sebesar itu.</translation>
    </message>
    <message>
        <source>There is no price list yet. F6 in the price list asks the suppliers.</source>
        <translation>Belum ada daftar harga. F6 di daftar harga menanyakannya ke pemasok.</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>Pemasok</translation>
    </message>
    <message>
        <source>Takes above the bill</source>
        <translation>Di atas tagihan</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Modal</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Ditambah</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Harga jual</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Laba</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>Contoh</translation>
    </message>
    <message>
        <source>No product has this rule now.</source>
        <translation>Belum ada produk dengan aturan ini.</translation>
    </message>
    <message numerus="yes">
        <source>and %1 more products</source>
        <translation>
            <numerusform>dan %1 produk lagi</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::RulesPanel</name>
    <message>
        <source>Margins and suppliers</source>
        <translation>Margin dan pemasok</translation>
    </message>
    <message>
        <source>as everything else</source>
        <translation>ikut semua yang lain</translation>
    </message>
    <message>
        <source>as its kind of goods</source>
        <translation>ikut jenisnya</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>belum disimpan</translation>
    </message>
    <message>
        <source>%1 not saved</source>
        <translation>%1 belum disimpan</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>change</source>
        <translation>ubah</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>seperti semula</translation>
    </message>
    <message>
        <source>save</source>
        <translation>simpan</translation>
    </message>
    <message>
        <source>price list</source>
        <translation>daftar harga</translation>
    </message>
    <message>
        <source>up or down</source>
        <translation>naik atau turun</translation>
    </message>
    <message>
        <source>done</source>
        <translation>selesai</translation>
    </message>
    <message>
        <source>next field</source>
        <translation>kolom berikut</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SavePricesPanel</name>
    <message>
        <source>What will change</source>
        <translation>Yang akan berubah</translation>
    </message>
    <message>
        <source>Sell below cost all the same</source>
        <translation>Tetap jual rugi</translation>
    </message>
    <message>
        <source>Back to the former prices</source>
        <translation>Kembali ke harga semula</translation>
    </message>
    <message>
        <source>Somebody else has changed the prices meanwhile. This list is on top of that: look again.</source>
        <translation>Harga baru saja diubah orang lain. Daftar ini di atas perubahan itu: periksa lagi.</translation>
    </message>
    <message numerus="yes">
        <source>%1 products would cost the shop more than the customer pays.</source>
        <translation>
            <numerusform>%1 produk modalnya akan lebih besar dari yang dibayar pelanggan.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody here is the owner: prices cannot be saved.</source>
        <translation>Tidak ada pemilik di sini: harga tidak bisa disimpan.</translation>
    </message>
    <message>
        <source>Prices are the owner&apos;s: PIN of %1</source>
        <translation>Harga urusan pemilik: PIN %1</translation>
    </message>
    <message>
        <source>PIN of %1</source>
        <translation>PIN %1</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>Memeriksa PIN…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Menyimpan…</translation>
    </message>
    <message>
        <source>That is not the owner&apos;s PIN. Nothing was saved, the list is kept.</source>
        <translation>Bukan PIN pemilik. Belum disimpan, daftarnya tetap ada.</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>take this line back</source>
        <translation>batalkan baris ini</translation>
    </message>
    <message>
        <source>below cost all the same</source>
        <translation>tetap jual rugi</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SearchPanel</name>
    <message>
        <source>No product here</source>
        <translation>Tidak ada produk</translation>
    </message>
    <message>
        <source>Type less, or bring the price list up to date in Settings.</source>
        <translation>Ketik lebih sedikit, atau perbarui daftar harga di Atur.</translation>
    </message>
    <message>
        <source>name, number or product</source>
        <translation>nama, nomor, atau produk</translation>
    </message>
    <message>
        <source>narrow down: 50, telkomsel…</source>
        <translation>saring: 50, telkomsel…</translation>
    </message>
    <message>
        <source>Nothing fits “%1”. Try a name, a full number, or a door below.</source>
        <translation>Tidak ada yang cocok dengan “%1”. Coba nama, nomor lengkap, atau pilih produk di bawah.</translation>
    </message>
    <message>
        <source>letters / digits</source>
        <translation>huruf / angka</translation>
    </message>
    <message>
        <source>search</source>
        <translation>cari</translation>
    </message>
    <message>
        <source>product doors</source>
        <translation>pilih produk</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>pilih</translation>
    </message>
    <message>
        <source>directly</source>
        <translation>langsung</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>nominal</source>
        <translation>nominal</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>kosongkan</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>check</source>
        <translation>cek</translation>
    </message>
    <message>
        <source>other product</source>
        <translation>ganti produk</translation>
    </message>
    <message>
        <source>goods of the shop</source>
        <translation>barang warung</translation>
    </message>
    <message>
        <source>“%1” is on a slip: %2 · %3. Enter opens it.</source>
        <translation>“%1” ada di sebuah bukti: %2 · %3. Enter membukanya.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SecondAsk</name>
    <message>
        <source>Who else agrees?</source>
        <translation>Siapa lagi yang setuju?</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SellScreen</name>
    <message>
        <source>No sales yet today</source>
        <translation>Belum ada penjualan hari ini</translation>
    </message>
    <message>
        <source>The first one appears here.</source>
        <translation>Yang pertama akan muncul di sini.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SenderForm</name>
    <message>
        <source>Who brings the money</source>
        <translation>Siapa yang membawa uangnya</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SettingsScreen</name>
    <message>
        <source>This shop</source>
        <translation>Toko ini</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Kesehatan</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Bahasa</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Tampilan</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Terang</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Gelap</translation>
    </message>
    <message>
        <source>Outlet</source>
        <translation>Nama toko</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Alamat</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>none</source>
        <translation>tidak ada</translation>
    </message>
    <message>
        <source>Margin / rounding</source>
        <translation>Laba / pembulatan</translation>
    </message>
    <message>
        <source>Deposits without network</source>
        <translation>Titipan tanpa jaringan</translation>
    </message>
    <message>
        <source>up to %1, %2 in all</source>
        <translation>sampai %1, seluruhnya %2</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Baik</translation>
    </message>
    <message>
        <source>Look at this</source>
        <translation>Perlu dilihat</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>sell</source>
        <translation>jual</translation>
    </message>
    <message>
        <source>Screen for the customer</source>
        <translation>Layar untuk pelanggan</translation>
    </message>
    <message>
        <source>Price list</source>
        <translation>Daftar harga</translation>
    </message>
    <message>
        <source>price list</source>
        <translation>daftar harga</translation>
    </message>
    <message>
        <source>Printer and paper</source>
        <translation>Printer dan kertas</translation>
    </message>
    <message>
        <source>printer and paper</source>
        <translation>printer dan kertas</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Cadangan</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>cadangan</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Batas</translation>
    </message>
    <message>
        <source>Suppliers</source>
        <translation>Pemasok</translation>
    </message>
    <message>
        <source>limits</source>
        <translation>batas</translation>
    </message>
    <message>
        <source>suppliers</source>
        <translation>pemasok</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Jurnal</translation>
    </message>
    <message>
        <source>journal</source>
        <translation>jurnal</translation>
    </message>
    <message>
        <source>About Loket</source>
        <translation>Tentang Loket</translation>
    </message>
    <message>
        <source>about</source>
        <translation>tentang</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Orang</translation>
    </message>
    <message>
        <source>people</source>
        <translation>orang</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ShiftReportPanel</name>
    <message>
        <source>Sales</source>
        <translation>Penjualan</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Cetak</translation>
    </message>
    <message>
        <source>Next shift</source>
        <translation>Shift berikutnya</translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation>Laci</translation>
    </message>
    <message>
        <source>At the opening</source>
        <translation>Saat dibuka</translation>
    </message>
    <message>
        <source>Came in</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>Went out</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>Should be there</source>
        <translation>Seharusnya</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Dihitung</translation>
    </message>
    <message>
        <source>Deposits by the books</source>
        <translation>Deposit menurut pembukuan</translation>
    </message>
    <message>
        <source>%1 says %2, %3</source>
        <translation>Menurut %1 %2, %3</translation>
    </message>
    <message>
        <source>%1 has not said how much</source>
        <translation>%1 belum memberi tahu jumlahnya</translation>
    </message>
    <message>
        <source>print</source>
        <translation>cetak</translation>
    </message>
    <message>
        <source>next shift</source>
        <translation>shift berikutnya</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ShiftScreen</name>
    <message>
        <source>Looking whether a shift is open…</source>
        <translation>Memeriksa apakah ada shift yang buka…</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>lihat lagi</translation>
    </message>
    <message>
        <source>The owner takes cash home</source>
        <translation>Pemilik membawa pulang uang</translation>
    </message>
    <message>
        <source>Cash out of the drawer</source>
        <translation>Uang keluar dari laci</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SupplierCard</name>
    <message>
        <source>Their reference</source>
        <translation>Nomor referensi mereka</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produk</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nomor</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Nomor seri</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>Salin pesan</translation>
    </message>
    <message>
        <source>Open here</source>
        <translation>Buka di sini</translation>
    </message>
    <message>
        <source>Ask %1</source>
        <translation>Tanya %1</translation>
    </message>
    <message>
        <source>none told</source>
        <translation>tidak ada</translation>
    </message>
    <message>
        <source>Whom to ask at %1 is not set. Write &quot;contact&quot; to it in the configuration file and import it.</source>
        <translation>Kontak %1 belum diatur. Tulis &quot;contact&quot; padanya di berkas konfigurasi, lalu impor.</translation>
    </message>
    <message>
        <source>Code that opens the message to %1</source>
        <translation>Kode yang membuka pesan ke %1</translation>
    </message>
    <message>
        <source>Scan with the shop&apos;s telephone</source>
        <translation>Pindai dengan HP warung</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Tersalin</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::WaitPanel</name>
    <message>
        <source>Checking the number…</source>
        <translation>Mengecek nomor…</translation>
    </message>
    <message>
        <source>The supplier is asked for name and price</source>
        <translation>Menanyakan nama dan harga ke penyedia</translation>
    </message>
    <message>
        <source>Do not take money yet.</source>
        <translation>Jangan terima uang dulu.</translation>
    </message>
    <message>
        <source>The supplier is slow. Press Esc to leave this and serve the next customer.</source>
        <translation>Penyedia sedang lambat. Tekan Esc untuk melayani pelanggan berikutnya.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Menyimpan…</translation>
    </message>
    <message>
        <source>The payment is written down first</source>
        <translation>Pembayaran dicatat dulu</translation>
    </message>
    <message>
        <source>Saved, being sent</source>
        <translation>Tersimpan, sedang dikirim</translation>
    </message>
    <message>
        <source>Sent to %1, waiting for the answer</source>
        <translation>Dikirim ke %1, menunggu jawaban</translation>
    </message>
    <message>
        <source>It goes on by itself, even if the power fails. Start typing to serve the next customer; the result appears in today&apos;s list.</source>
        <translation>Berjalan sendiri, walau listrik padam. Langsung ketik untuk pelanggan berikutnya; hasilnya muncul di daftar hari ini.</translation>
    </message>
    <message>
        <source>cancel the check</source>
        <translation>batalkan pengecekan</translation>
    </message>
    <message>
        <source>letters / digits</source>
        <translation>huruf / angka</translation>
    </message>
    <message>
        <source>next sale</source>
        <translation>penjualan berikutnya</translation>
    </message>
    <message>
        <source>Touch the reader</source>
        <translation>Sentuh pembaca sidik jari</translation>
    </message>
    <message>
        <source>Your finger is waited for</source>
        <translation>Menunggu jari Anda</translation>
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
        <translation>coba lagi %1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>menunggu</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>sedang dikirim</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>terkirim</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>sudah ditampilkan</translation>
    </message>
    <message>
        <source>perhaps sent</source>
        <translation>mungkin terkirim</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>ditolak</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>tidak terkirim</translation>
    </message>
    <message>
        <source>nothing to tell</source>
        <translation>tidak ada kabar</translation>
    </message>
    <message>
        <source>The mail server cannot be reached. It is tried again at %1.</source>
        <translation>Server e-mail tidak terjangkau. Dicoba lagi pukul %1.</translation>
    </message>
    <message>
        <source>Kept. It is sent to %1 as soon as the payment has ended.</source>
        <translation>Disimpan. Dikirim ke %1 begitu pembayaran selesai.</translation>
    </message>
    <message>
        <source>Being sent to %1.</source>
        <translation>Sedang dikirim ke %1.</translation>
    </message>
    <message>
        <source>Sent to %1.</source>
        <translation>Terkirim ke %1.</translation>
    </message>
    <message>
        <source>Scan the code with the shop's telephone: it opens the message to %1. Press send there.</source>
        <translation>Pindai kode ini dengan HP warung: pesan ke %1 terbuka. Tekan kirim di sana.</translation>
    </message>
    <message>
        <source>Perhaps it arrived at %1, perhaps not. Ask the customer before you send it again.</source>
        <translation>Mungkin sampai di %1, mungkin tidak. Tanyakan dulu ke pelanggan sebelum mengirim lagi.</translation>
    </message>
    <message>
        <source>The mail server does not take a message to %1. Check the address.</source>
        <translation>Server e-mail menolak pesan ke %1. Periksa alamatnya.</translation>
    </message>
    <message>
        <source>It could not be sent to %1 for a day.</source>
        <translation>Tidak bisa dikirim ke %1 selama sehari.</translation>
    </message>
    <message>
        <source>The payment ended with nothing to tell.</source>
        <translation>Pembayaran berakhir tanpa ada yang perlu dikabarkan.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ConfirmPanel</name>
    <message>
        <source>Tell the customer</source>
        <translation>Kabari pelanggan</translation>
    </message>
    <message>
        <source>Mobile number or e-mail address</source>
        <translation>Nomor HP atau alamat e-mail</translation>
    </message>
    <message>
        <source>Open on this computer</source>
        <translation>Buka di komputer ini</translation>
    </message>
    <message>
        <source>Send by e-mail</source>
        <translation>Kirim e-mail</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>Tampilkan kode</translation>
    </message>
    <message>
        <source>There is nothing to tell yet: the payment has not ended.</source>
        <translation>Belum ada yang bisa dikabarkan: pembayaran belum selesai.</translation>
    </message>
    <message>
        <source>Code that opens the message to %1</source>
        <translation>Kode yang membuka pesan ke %1</translation>
    </message>
    <message>
        <source>tell</source>
        <translation>kabari</translation>
    </message>
    <message>
        <source>open here</source>
        <translation>buka di sini</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>Or the receipt itself</source>
        <translation>Atau struknya sendiri</translation>
    </message>
    <message>
        <source>Copy as a picture</source>
        <translation>Salin gambar</translation>
    </message>
    <message>
        <source>Save as a PDF</source>
        <translation>Simpan PDF</translation>
    </message>
    <message>
        <source>Print on A4</source>
        <translation>Cetak di A4</translation>
    </message>
    <message>
        <source>Picture copied, paste it into a message</source>
        <translation>Gambar tersalin, tempel di pesan</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Tersimpan: %1</translation>
    </message>
    <message>
        <source>Could not be saved in %1</source>
        <translation>Tidak bisa disimpan di %1</translation>
    </message>
    <message>
        <source>Looking for the office printer…</source>
        <translation>Mencari printer kantor…</translation>
    </message>
    <message>
        <source>No printer for A4 is set up on this computer. Save a PDF instead.</source>
        <translation>Belum ada printer A4 di komputer ini. Simpan PDF saja.</translation>
    </message>
    <message>
        <source>Sent to %1</source>
        <translation>Terkirim ke %1</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>gambar</translation>
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
        <translation>Nama toko, seperti di struk</translation>
    </message>
    <message>
        <source>Your name: you are the owner</source>
        <translation>Nama Anda: Anda pemiliknya</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Lanjut</translation>
    </message>
    <message>
        <source>Type the last six characters from your paper</source>
        <translation>Ketik enam huruf terakhir dari kertas Anda</translation>
    </message>
    <message>
        <source>It is on paper</source>
        <translation>Sudah saya tulis</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>Pilih berkas</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Nanti saja</translation>
    </message>
    <message>
        <source>Step %1 of 4</source>
        <translation>Langkah %1 dari 4</translation>
    </message>
    <message>
        <source>A new shop</source>
        <translation>Toko baru</translation>
    </message>
    <message>
        <source>Everything you sell is kept on this computer, encrypted.</source>
        <translation>Semua penjualan disimpan di komputer ini, terenkripsi.</translation>
    </message>
    <message>
        <source>Choose a PIN</source>
        <translation>Pilih PIN</translation>
    </message>
    <message>
        <source>Six digits that only you know. They open the shop every day.</source>
        <translation>Enam angka yang hanya Anda tahu. Dipakai untuk membuka toko setiap hari.</translation>
    </message>
    <message>
        <source>The PIN once more</source>
        <translation>PIN sekali lagi</translation>
    </message>
    <message>
        <source>So that no finger slipped.</source>
        <translation>Supaya tidak ada yang salah ketik.</translation>
    </message>
    <message>
        <source>Making the encrypted shop…</source>
        <translation>Menyiapkan toko terenkripsi…</translation>
    </message>
    <message>
        <source>Write this code down</source>
        <translation>Tulis kode ini</translation>
    </message>
    <message>
        <source>It opens the shop when the PIN is forgotten. It is shown this once: put the paper where nobody else finds it.</source>
        <translation>Kode ini membuka toko jika PIN lupa. Hanya ditampilkan sekali: simpan kertasnya di tempat yang aman.</translation>
    </message>
    <message>
        <source>Who delivers?</source>
        <translation>Siapa pemasoknya?</translation>
    </message>
    <message>
        <source>Your bank or aggregator gives you a configuration file, with your keys in it. They are sealed into the database: delete the file afterwards. Without it you can look around, but not sell.</source>
        <translation>Bank atau agregator memberi Anda berkas konfigurasi berisi kunci Anda. Isinya disegel di basis data: hapus berkasnya setelah itu. Tanpa berkas ini Anda bisa melihat-lihat, tetapi belum bisa menjual.</translation>
    </message>
    <message>
        <source>The shop needs a name.</source>
        <translation>Toko perlu nama.</translation>
    </message>
    <message>
        <source>The owner needs a name.</source>
        <translation>Pemilik perlu nama.</translation>
    </message>
    <message>
        <source>The recovery code, for a telephone that you keep safe</source>
        <translation>Kode pemulihan, untuk telepon yang Anda simpan aman</translation>
    </message>
    <message>
        <source>That is not how the code ends. Look at your paper.</source>
        <translation>Bukan itu akhir kodenya. Lihat kertas Anda.</translation>
    </message>
    <message>
        <source>Reading the file and asking for prices…</source>
        <translation>Membaca berkas dan menanyakan harga…</translation>
    </message>
    <message>
        <source>Nobody who delivers is named in this file.</source>
        <translation>Tidak ada pemasok di berkas ini.</translation>
    </message>
    <message>
        <source>There is a mistake in this file (%1). Ask whoever gave it to you.</source>
        <translation>Ada yang salah di berkas ini (%1). Tanyakan kepada yang memberikannya.</translation>
    </message>
    <message>
        <source>Restore from a backup…</source>
        <translation>Pulihkan dari cadangan…</translation>
    </message>
    <message>
        <source>Without the code nobody can open a backup, not even you.</source>
        <translation>Tanpa kode itu tidak ada yang bisa membuka cadangan, Anda pun tidak.</translation>
    </message>
    <message>
        <source>Reading the backup…</source>
        <translation>Membaca cadangan…</translation>
    </message>
    <message>
        <source>From a backup</source>
        <translation>Dari cadangan</translation>
    </message>
    <message>
        <source>Choose a new PIN</source>
        <translation>Pilih PIN baru</translation>
    </message>
    <message>
        <source>The shop as it was</source>
        <translation>Toko seperti semula</translation>
    </message>
    <message>
        <source>Everything up to the backup comes back. What was sold since is not in it, and what was open then waits for people: the shop before may have sent it already.</source>
        <translation>Semua sampai saat cadangan kembali. Penjualan sesudahnya tidak ada, dan yang saat itu belum selesai menunggu keputusan orang: toko yang lama mungkin sudah mengirimnya.</translation>
    </message>
    <message>
        <source>That is not the code of this backup. Look at the paper.</source>
        <translation>Itu bukan kode cadangan ini. Lihat kertasnya.</translation>
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
        <translation>Keduanya tidak sama. Pilih lagi.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PaperCodePanel</name>
    <message>
        <source>The recovery code, from the paper</source>
        <translation>Kode pemulihan, dari kertas</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Lanjut</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::RecoverScreen</name>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Give it up</source>
        <translation>Lepaskan</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Coba lagi</translation>
    </message>
    <message>
        <source>The PIN is forgotten</source>
        <translation>Lupa PIN</translation>
    </message>
    <message>
        <source>The recovery code</source>
        <translation>Kode pemulihan</translation>
    </message>
    <message>
        <source>It stands on the owner&apos;s paper, and gives the owner a new PIN. What was sold stays as it is.</source>
        <translation>Kode ini ada di kertas pemilik, dan memberi pemilik PIN baru. Semua penjualan tetap seperti semula.</translation>
    </message>
    <message>
        <source>The owner&apos;s new PIN</source>
        <translation>PIN baru pemilik</translation>
    </message>
    <message>
        <source>Six digits that only the owner knows. The old PIN opens nothing any more then.</source>
        <translation>Enam angka yang hanya pemilik tahu. Setelah itu PIN lama tidak membuka apa pun lagi.</translation>
    </message>
    <message>
        <source>The PIN once more</source>
        <translation>PIN sekali lagi</translation>
    </message>
    <message>
        <source>So that no finger slipped.</source>
        <translation>Supaya tidak ada yang salah ketik.</translation>
    </message>
    <message>
        <source>Who else agrees?</source>
        <translation>Siapa lagi yang setuju?</translation>
    </message>
    <message>
        <source>So that nobody who has merely found the paper comes in alone.</source>
        <translation>Supaya orang yang hanya menemukan kertasnya tidak bisa masuk sendirian.</translation>
    </message>
    <message>
        <source>This computer&apos;s own secret</source>
        <translation>Rahasia komputer ini</translation>
    </message>
    <message>
        <source>Try again when that has been mended. Or give the secret up: the owner gets the new PIN, and everybody else has to be added again.</source>
        <translation>Coba lagi setelah itu dibetulkan. Atau lepaskan rahasianya: pemilik mendapat PIN baru, dan semua orang lain harus ditambahkan lagi.</translation>
    </message>
    <message>
        <source>Type the code from the paper first.</source>
        <translation>Ketik dulu kode dari kertas.</translation>
    </message>
    <message>
        <source>Opening the shop with the code…</source>
        <translation>Membuka toko dengan kode…</translation>
    </message>
    <message>
        <source>That is not the recovery code of this shop. Nothing was changed: look at the paper.</source>
        <translation>Itu bukan kode pemulihan toko ini. Belum ada yang diubah: lihat kertasnya.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SecondForm</name>
    <message>
        <source>Owner&apos;s code</source>
        <translation>Kode pemilik</translation>
    </message>
    <message>
        <source>PIN of %1</source>
        <translation>PIN %1</translation>
    </message>
    <message>
        <source>Your code</source>
        <translation>Kode Anda</translation>
    </message>
    <message>
        <source>The six digits on your telephone</source>
        <translation>Enam angka di ponsel Anda</translation>
    </message>
    <message>
        <source>The six digits that the owner reads from the telephone</source>
        <translation>Enam angka yang dibacakan pemilik dari ponselnya</translation>
    </message>
    <message>
        <source>That is not the PIN</source>
        <translation>PIN itu salah</translation>
    </message>
    <message>
        <source>The telephone&apos;s clock and this one are %1 s apart</source>
        <translation>Jam telepon dan jam ini berbeda %1 detik</translation>
    </message>
    <message>
        <source>The code is wrong, old or used up</source>
        <translation>Kode salah, kedaluwarsa, atau sudah dipakai</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>Memeriksa PIN…</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>code</source>
        <translation>kode</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>who</source>
        <translation>siapa</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SecondPanel</name>
    <message>
        <source>Nobody else is here: your one-time code</source>
        <translation>Tidak ada orang lain: kode sekali pakai Anda</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::CodePanel</name>
    <message>
        <source>Print code</source>
        <translation>Cetak kode</translation>
    </message>
    <message>
        <source>Ask the bank</source>
        <translation>Tanya bank</translation>
    </message>
    <message>
        <source>Take cash instead</source>
        <translation>Terima tunai saja</translation>
    </message>
    <message>
        <source>QRIS code for %1</source>
        <translation>Kode QRIS untuk %1</translation>
    </message>
    <message>
        <source>This code is too long for the screen. Print it.</source>
        <translation>Kode ini terlalu panjang untuk layar. Cetak saja.</translation>
    </message>
    <message>
        <source>The bank is asked</source>
        <translation>Bank sedang ditanya</translation>
    </message>
    <message>
        <source>Asking the bank…</source>
        <translation>Bertanya ke bank…</translation>
    </message>
    <message>
        <source>Good for %1 more</source>
        <translation>Berlaku %1 lagi</translation>
    </message>
    <message>
        <source>ask the bank</source>
        <translation>tanya bank</translation>
    </message>
    <message>
        <source>print code</source>
        <translation>cetak kode</translation>
    </message>
    <message>
        <source>give this code up</source>
        <translation>batalkan kode ini</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>close</source>
        <translation>tutup</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::AskTicketPanel</name>
    <message>
        <source>This shop has no deposit at an aggregator. The owner adds one in the settings file.</source>
        <translation>Warung ini belum punya deposit di agregator. Pemilik menambahkannya di berkas pengaturan.</translation>
    </message>
    <message>
        <source>Top up a deposit</source>
        <translation>Isi deposit</translation>
    </message>
    <message>
        <source>Balance there</source>
        <translation>Saldo di sana</translation>
    </message>
    <message>
        <source>Of it for payments under way</source>
        <translation>Dipakai pembayaran yang berjalan</translation>
    </message>
    <message>
        <source>How much is wanted there</source>
        <translation>Mau diisi berapa</translation>
    </message>
    <message>
        <source>From which bank the money will come</source>
        <translation>Uangnya dikirim dari bank apa</translation>
    </message>
    <message>
        <source>Name of that account&apos;s owner</source>
        <translation>Nama pemilik rekening itu</translation>
    </message>
    <message>
        <source>Make a ticket</source>
        <translation>Buat tiket</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Bebas</translation>
    </message>
    <message>
        <source>not told yet</source>
        <translation>belum diketahui</translation>
    </message>
    <message>
        <source>The supplier is asked what to send where…</source>
        <translation>Pemasok ditanya berapa dan ke mana…</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>Mencatat…</translation>
    </message>
    <message>
        <source>deposit</source>
        <translation>deposit</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>jumlah</translation>
    </message>
    <message>
        <source>another bank</source>
        <translation>bank lain</translation>
    </message>
    <message>
        <source>make a ticket</source>
        <translation>buat tiket</translation>
    </message>
    <message>
        <source>tickets</source>
        <translation>tiket</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::TicketPanel</name>
    <message>
        <source>To</source>
        <translation>Ke</translation>
    </message>
    <message>
        <source>Remark, letter by letter</source>
        <translation>Berita, sama persis</translation>
    </message>
    <message>
        <source>Send it before</source>
        <translation>Kirim sebelum</translation>
    </message>
    <message>
        <source>Sent, by the owner</source>
        <translation>Sudah dikirim pemilik</translation>
    </message>
    <message>
        <source>Sent, with the drawer&apos;s cash</source>
        <translation>Sudah dikirim, uang laci</translation>
    </message>
    <message>
        <source>It has come in</source>
        <translation>Sudah masuk</translation>
    </message>
    <message>
        <source>The owner has sent %1 from his own account? F6 once more records it.</source>
        <translation>Pemilik sudah mengirim %1 dari rekeningnya sendiri? Tekan F6 sekali lagi untuk mencatat.</translation>
    </message>
    <message>
        <source>%1 was sent with cash out of the drawer? F7 once more records it.</source>
        <translation>%1 sudah dikirim dengan uang laci? Tekan F7 sekali lagi untuk mencatat.</translation>
    </message>
    <message>
        <source>The deposit at %1 shows %2 more? F8 once more records it.</source>
        <translation>Deposit di %1 sudah bertambah %2? Tekan F8 sekali lagi untuk mencatat.</translation>
    </message>
    <message>
        <source>Deposit at %1</source>
        <translation>Deposit %1</translation>
    </message>
    <message>
        <source>Send exactly</source>
        <translation>Kirim tepat</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Jumlah</translation>
    </message>
    <message>
        <source>Send it through %1</source>
        <translation>Kirim lewat %1</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>send it through the bank</source>
        <translation>kirim lewat bank</translation>
    </message>
    <message>
        <source>it was sent</source>
        <translation>sudah dikirim</translation>
    </message>
    <message>
        <source>it has come in</source>
        <translation>sudah masuk</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PayTicketPanel</name>
    <message>
        <source>The bank says that the account belongs to</source>
        <translation>Kata bank, rekening ini milik</translation>
    </message>
    <message>
        <source>For the deposit</source>
        <translation>Untuk deposit</translation>
    </message>
    <message>
        <source>The bank&apos;s fee</source>
        <translation>Biaya bank</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Berita</translation>
    </message>
    <message>
        <source>Left at the bank afterwards</source>
        <translation>Sisa di bank sesudahnya</translation>
    </message>
    <message>
        <source>Another bank</source>
        <translation>Bank lain</translation>
    </message>
    <message>
        <source>Top up %1 through %2</source>
        <translation>Isi deposit %1 lewat %2</translation>
    </message>
    <message>
        <source>Send %1</source>
        <translation>Kirim %1</translation>
    </message>
    <message>
        <source>Recording, then sending…</source>
        <translation>Mencatat, lalu mengirim…</translation>
    </message>
    <message>
        <source>send</source>
        <translation>kirim</translation>
    </message>
    <message>
        <source>another bank</source>
        <translation>bank lain</translation>
    </message>
    <message>
        <source>back, nothing is sent</source>
        <translation>kembali, tidak ada yang dikirim</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::DepositScreen</name>
    <message>
        <source>No ticket yet</source>
        <translation>Belum ada tiket</translation>
    </message>
    <message>
        <source>Every top-up of a deposit appears here, until its money is there.</source>
        <translation>Setiap isi deposit muncul di sini sampai uangnya masuk.</translation>
    </message>
    <message>
        <source>TICKETS</source>
        <translation>TIKET</translation>
    </message>
    <message>
        <source>TICKETS · %1 on the way</source>
        <translation>TIKET · %1 di jalan</translation>
    </message>
    <message>
        <source>Top up %1 through %2</source>
        <translation>Isi %1 lewat %2</translation>
    </message>
</context>
<context>
    <name>DepositText</name>
    <message>
        <source>Being sent</source>
        <translation>Sedang ditransfer</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Belum dikirim</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sudah dikirim</translation>
    </message>
    <message>
        <source>Has come in</source>
        <translation>Sudah masuk</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Kedaluwarsa</translation>
    </message>
    <message>
        <source>The transfer stands at &quot;%1&quot;. Do not send the money once more; Loket follows it.</source>
        <translation>Transfernya berstatus &quot;%1&quot;. Jangan kirim lagi; Loket memantaunya.</translation>
    </message>
    <message>
        <source>A transfer for it is under way. Do not send the money once more.</source>
        <translation>Transfernya sedang berjalan. Jangan kirim lagi.</translation>
    </message>
    <message>
        <source>Send exactly this sum to the account that %1 names to its customers. The last three digits tell that it is yours.</source>
        <translation>Kirim tepat sejumlah ini ke rekening yang diumumkan %1. Tiga angka terakhir menandai bahwa itu dari Anda.</translation>
    </message>
    <message>
        <source>Send exactly this sum, once. %1 knows by the sum and the remark that it is yours.</source>
        <translation>Kirim tepat sejumlah ini, satu kali. %1 mengenalinya dari jumlah dan berita.</translation>
    </message>
    <message>
        <source>The money is on its way to %1. When the deposit there shows it, record that it has come in.</source>
        <translation>Uangnya sedang menuju %1. Kalau deposit di sana sudah bertambah, catat bahwa sudah masuk.</translation>
    </message>
    <message>
        <source>It came in at %1 and is in the books.</source>
        <translation>Sudah masuk pada %1 dan tercatat di buku.</translation>
    </message>
    <message>
        <source>Nothing was sent in time. If it was sent all the same and has come in, record that; otherwise make a new one.</source>
        <translation>Tidak dikirim pada waktunya. Kalau ternyata dikirim dan sudah masuk, catat; kalau tidak, buat tiket baru.</translation>
    </message>
    <message>
        <source>A top-up is in whole thousands: Rp500.000, Rp1.250.000.</source>
        <translation>Isi deposit dalam ribuan bulat: Rp500.000, Rp1.250.000.</translation>
    </message>
    <message>
        <source>This ticket cannot be paid or moved now: a transfer for it is under way, it is over, or its time is almost up.</source>
        <translation>Tiket ini tidak bisa dibayar atau diubah sekarang: transfernya berjalan, sudah selesai, atau waktunya hampir habis.</translation>
    </message>
    <message>
        <source>The supplier gave a sum that another open ticket has. Ask for another amount.</source>
        <translation>Pemasok memberi jumlah yang sama dengan tiket lain yang terbuka. Minta jumlah lain.</translation>
    </message>
    <message>
        <source>There is not so much in the drawer.</source>
        <translation>Uang di laci tidak sebanyak itu.</translation>
    </message>
    <message>
        <source>This bank cannot send money to that account. Send it by hand, then record that it was sent.</source>
        <translation>Bank ini tidak bisa mengirim ke rekening itu. Kirim sendiri, lalu catat bahwa sudah dikirim.</translation>
    </message>
    <message>
        <source>The supplier gives no ticket for this. Try another amount or another bank.</source>
        <translation>Pemasok tidak memberi tiket untuk ini. Coba jumlah atau bank lain.</translation>
    </message>
    <message>
        <source>Too many tickets are open, or the supplier asks for a pause. Try again later.</source>
        <translation>Terlalu banyak tiket terbuka, atau pemasok minta jeda. Coba lagi nanti.</translation>
    </message>
    <message>
        <source>What the bank said before is too old. Go back and ask it again.</source>
        <translation>Jawaban bank tadi sudah terlalu lama. Kembali dan tanyakan lagi.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::GoodsPanel</name>
    <message>
        <source>For cash, beside the payments: it goes into the drawer&apos;s books and the shift&apos;s report.</source>
        <translation>Tunai, di luar pembayaran: masuk ke buku laci dan laporan shift.</translation>
    </message>
    <message>
        <source>How much it costs</source>
        <translation>Harganya</translation>
    </message>
    <message>
        <source>What it is, if that matters</source>
        <translation>Barang apa, kalau perlu</translation>
    </message>
    <message>
        <source>Take the last one back</source>
        <translation>Batalkan yang terakhir</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Catat</translation>
    </message>
    <message>
        <source>Goods of the shop</source>
        <translation>Barang warung</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>jumlah</translation>
    </message>
    <message>
        <source>name</source>
        <translation>nama</translation>
    </message>
    <message>
        <source>record</source>
        <translation>catat</translation>
    </message>
    <message>
        <source>take the last one back</source>
        <translation>batalkan yang terakhir</translation>
    </message>
    <message>
        <source>back to the payments</source>
        <translation>kembali ke pembayaran</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SalesRows</name>
    <message>
        <source>Goods, beside the sales</source>
        <translation>Barang, di luar penjualan</translation>
    </message>
</context>
<context>
    <name>loket::app::CustomerDisplay</name>
    <message>
        <source>Loket, for the customer</source>
        <translation>Loket, untuk pelanggan</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>Yang dibayar</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Kembali %1</translation>
    </message>
    <message>
        <source>Is the name right, and the number?</source>
        <translation>Apakah nama dan nomornya benar?</translation>
    </message>
    <message>
        <source>Scan it with the app of any bank or wallet</source>
        <translation>Pindai dengan aplikasi bank atau dompet apa pun</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>Thank you</source>
        <translation>Terima kasih</translation>
    </message>
    <message>
        <source>Your change</source>
        <translation>Kembalian Anda</translation>
    </message>
    <message>
        <source>Your deposit is recorded. Keep the slip with its code.</source>
        <translation>Titipan Anda tercatat. Simpan bukti dan kodenya.</translation>
    </message>
    <message>
        <source>It is being processed. Keep the slip.</source>
        <translation>Sedang diproses. Simpan buktinya.</translation>
    </message>
    <message>
        <source>You get back</source>
        <translation>Uang Anda kembali</translation>
    </message>
    <message>
        <source>It did not work. Your money comes back.</source>
        <translation>Tidak berhasil. Uang Anda dikembalikan.</translation>
    </message>
    <message>
        <source>Your money has arrived</source>
        <translation>Uang Anda sudah masuk</translation>
    </message>
    <message>
        <source>You get</source>
        <translation>Anda terima</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Selamat datang</translation>
    </message>
    <message>
        <source>Code to pay %1</source>
        <translation>Kode untuk membayar %1</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::PriceList</name>
    <message>
        <source>nobody delivers it now</source>
        <translation>sedang tidak ada yang melayani</translation>
    </message>
    <message>
        <source>profit %1</source>
        <translation>laba %1</translation>
    </message>
    <message>
        <source>%1 admin</source>
        <translation>admin %1</translation>
    </message>
    <message>
        <source>by bill</source>
        <translation>sesuai tagihan</translation>
    </message>
    <message>
        <source>%1 fee</source>
        <translation>biaya %1</translation>
    </message>
    <message>
        <source>before %1</source>
        <translation>tadinya %1</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::PricesPanel</name>
    <message>
        <source>Search the price list</source>
        <translation>Cari di daftar harga</translation>
    </message>
    <message>
        <source>Price list</source>
        <translation>Daftar harga</translation>
    </message>
    <message>
        <source>Nothing like that</source>
        <translation>Tidak ada yang cocok</translation>
    </message>
    <message>
        <source>Esc shows everything again.</source>
        <translation>Esc menampilkan semuanya lagi.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>Takes above the bill</source>
        <translation>Diambil di atas tagihan</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Modal</translation>
    </message>
    <message>
        <source>Left for the shop</source>
        <translation>Laba warung</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Sekarang</translation>
    </message>
    <message>
        <source>not delivered</source>
        <translation>tidak dilayani</translation>
    </message>
    <message>
        <source>Closed every day</source>
        <translation>Tutup setiap hari</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 sampai %2</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>huruf</translation>
    </message>
    <message>
        <source>search</source>
        <translation>cari</translation>
    </message>
    <message>
        <source>clear, then back</source>
        <translation>kosongkan, lalu kembali</translation>
    </message>
    <message>
        <source>Asking the suppliers for their prices…</source>
        <translation>Menanyakan harga ke penyedia…</translation>
    </message>
    <message numerus="yes">
        <source>%n products are up to date.</source>
        <translation>
            <numerusform>%n produk sudah diperbarui.</numerusform>
        </translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Perbarui</translation>
    </message>
    <message>
        <source>ask the suppliers</source>
        <translation>tanya pemasok</translation>
    </message>
    <message>
        <source>Margin of this product</source>
        <translation>Margin produk ini</translation>
    </message>
    <message>
        <source>All margins and suppliers</source>
        <translation>Semua margin dan pemasok</translation>
    </message>
    <message>
        <source>Somebody else has changed the prices meanwhile. Your changes are kept on top of that.</source>
        <translation>Harga baru saja diubah orang lain. Perubahan Anda tetap ada di atasnya.</translation>
    </message>
    <message>
        <source>No price list yet</source>
        <translation>Belum ada daftar harga</translation>
    </message>
    <message>
        <source>F6 asks the suppliers.</source>
        <translation>F6 menanyakannya ke pemasok.</translation>
    </message>
    <message numerus="yes">
        <source>%1 changes are not saved. F8 saves them, Del drops them, Esc stays here.</source>
        <translation>
            <numerusform>%1 perubahan belum disimpan. F8 menyimpan, Del membuang, Esc tetap di sini.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 changes are not saved yet: so the list would be. F8 shows and saves them.</source>
        <translation>
            <numerusform>%1 perubahan belum disimpan: begini jadinya. F8 melihat dan menyimpannya.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has been changed.</source>
        <translation>Belum ada yang diubah.</translation>
    </message>
    <message>
        <source>There is no change of yours to take back.</source>
        <translation>Tidak ada perubahan yang bisa dibatalkan.</translation>
    </message>
    <message>
        <source>First save or drop what is not saved yet.</source>
        <translation>Simpan atau buang dulu yang belum disimpan.</translation>
    </message>
    <message>
        <source>The former prices are back. Ctrl+Z undoes that.</source>
        <translation>Harga semula kembali. Ctrl+Z membatalkannya.</translation>
    </message>
    <message>
        <source>Saved: from now on these prices count. Ctrl+Z takes it back.</source>
        <translation>Tersimpan: harga ini berlaku mulai sekarang. Ctrl+Z membatalkannya.</translation>
    </message>
    <message>
        <source>Service fee %1</source>
        <translation>Biaya layanan %1</translation>
    </message>
    <message>
        <source>save</source>
        <translation>simpan</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>buang</translation>
    </message>
    <message>
        <source>stay</source>
        <translation>tetap</translation>
    </message>
    <message>
        <source>margin</source>
        <translation>margin</translation>
    </message>
    <message>
        <source>margins and suppliers</source>
        <translation>margin dan pemasok</translation>
    </message>
    <message>
        <source>take back</source>
        <translation>batalkan</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::TopBar</name>
    <message>
        <source>TRAINING</source>
        <translation>LATIHAN</translation>
    </message>
    <message>
        <source>No real money: everything that is sold here goes to a sandbox on this computer.</source>
        <translation>Bukan uang sungguhan: semua yang dijual di sini masuk ke kotak latihan di komputer ini.</translation>
    </message>
    <message>
        <source>Lock the counter, or give it to somebody else (Ctrl+L)</source>
        <translation>Kunci loket, atau serahkan ke orang lain (Ctrl+L)</translation>
    </message>
    <message>
        <source>Receipts that may be missing: History (F3), then Ctrl+6</source>
        <translation>Struk yang mungkin belum keluar: Riwayat (F3), lalu Ctrl+6</translation>
    </message>
    <message>
        <source>%1 not printed</source>
        <translation>%1 struk</translation>
    </message>
</context>
<context>
    <name>ReconcileText</name>
    <message>
        <source>Agrees</source>
        <translation>Cocok</translation>
    </message>
    <message>
        <source>Only ours</source>
        <translation>Hanya di kami</translation>
    </message>
    <message>
        <source>Only theirs</source>
        <translation>Hanya di mereka</translation>
    </message>
    <message>
        <source>Another sum</source>
        <translation>Jumlah beda</translation>
    </message>
    <message>
        <source>Another end</source>
        <translation>Hasil beda</translation>
    </message>
    <message>
        <source>Twice</source>
        <translation>Dobel</translation>
    </message>
    <message>
        <source>Other goods</source>
        <translation>Barang lain</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Tidak terbaca</translation>
    </message>
    <message>
        <source>It is booked.</source>
        <translation>Sudah dibukukan.</translation>
    </message>
    <message>
        <source>Line %1 of the file cannot be read.</source>
        <translation>Baris %1 di berkas tidak terbaca.</translation>
    </message>
    <message>
        <source>Book the cost as the supplier lists it.</source>
        <translation>Bukukan modal seperti di daftar pemasok.</translation>
    </message>
    <message>
        <source>The supplier took this, and nobody here knows what for: book the difference.</source>
        <translation>Pemasok mengambil ini, di sini tidak ada yang tahu untuk apa: bukukan selisihnya.</translation>
    </message>
    <message>
        <source>It succeeded there: two people decide it so (loketctl review).</source>
        <translation>Di sana berhasil: dua orang memutuskan begitu (loketctl review).</translation>
    </message>
    <message>
        <source>It failed there: two people decide it so (loketctl review).</source>
        <translation>Di sana gagal: dua orang memutuskan begitu (loketctl review).</translation>
    </message>
    <message>
        <source>It failed here and was paid there: find out with the supplier who has the money.</source>
        <translation>Gagal di sini tetapi dibayar di sana: tanyakan ke pemasok siapa yang memegang uangnya.</translation>
    </message>
    <message>
        <source>Ask the supplier about it.</source>
        <translation>Tanyakan ke pemasok.</translation>
    </message>
    <message>
        <source>It is near the edge of this file: look into the next one.</source>
        <translation>Ada di tepi berkas ini: lihat di berkas berikutnya.</translation>
    </message>
    <message>
        <source>The file lists nothing that has a date.</source>
        <translation>Berkas ini tidak berisi apa pun yang bertanggal.</translation>
    </message>
    <message>
        <source>The file is not a text.</source>
        <translation>Berkas ini bukan teks.</translation>
    </message>
    <message>
        <source>No line names the columns: a reference and an amount, separated by | or ;</source>
        <translation>Tidak ada baris judul kolom: referensi dan jumlah, dipisah | atau ;</translation>
    </message>
    <message numerus="yes">
        <source>The file is cut off after %1 lines: its last line with count and sum is missing.</source>
        <translation>
            <numerusform>Berkas terpotong setelah %1 baris: baris terakhir dengan hitungan dan jumlah tidak ada.</numerusform>
        </translation>
    </message>
    <message>
        <source>The last line has no count and sum.</source>
        <translation>Baris terakhir tidak berisi hitungan dan jumlah.</translation>
    </message>
    <message numerus="yes">
        <source>The last line says %1 lines, the file has %2.</source>
        <translation>
            <numerusform>Baris terakhir menyebut %1 baris, berkasnya berisi %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>The last line says %1 in all, the lines make %2.</source>
        <translation>Baris terakhir menyebut total %1, baris-barisnya berjumlah %2.</translation>
    </message>
    <message>
        <source>Not read to its end</source>
        <translation>Belum selesai dibaca</translation>
    </message>
    <message>
        <source>The file contradicts itself</source>
        <translation>Berkas ini bertentangan</translation>
    </message>
    <message>
        <source>Everything agrees</source>
        <translation>Semua cocok</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 lines to look at</source>
        <translation>
            <numerusform>%1 dari %2 baris perlu dilihat</numerusform>
        </translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>Berkas ini tidak bisa dibaca.</translation>
    </message>
    <message>
        <source>It is not as it was when the file was read: read the file again.</source>
        <translation>Keadaannya sudah berubah sejak berkas dibaca: baca lagi berkasnya.</translation>
    </message>
    <message>
        <source>Say why it is booked; the books keep it.</source>
        <translation>Sebutkan mengapa dibukukan; alasannya disimpan.</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::FindingList</name>
    <message>
        <source>Line %1</source>
        <translation>Baris %1</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>Dibukukan</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>ditandai</translation>
    </message>
</context>
<context>
    <name>loket::ui::models::RunList</name>
    <message>
        <source>Not usable</source>
        <translation>Tidak bisa dipakai</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>Cocok</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>Perlu dilihat</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ReconcileScreen</name>
    <message>
        <source>Reading %1</source>
        <translation>Membaca %1</translation>
    </message>
    <message>
        <source>%1 % of the file</source>
        <translation>%1 % dari berkas</translation>
    </message>
    <message>
        <source>leave; it goes on</source>
        <translation>tinggalkan; pembacaan jalan terus</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::ChooseFilePanel</name>
    <message>
        <source>The supplier&apos;s own list of a day against these books: what agrees, what does not, and what would settle it. Reading changes nothing.</source>
        <translation>Daftar sehari dari pemasok dibandingkan dengan buku ini: apa yang cocok, apa yang tidak, dan penyelesaiannya. Membaca tidak mengubah apa pun.</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>Pilih berkas…</translation>
    </message>
    <message>
        <source>Files that were read</source>
        <translation>Berkas yang sudah dibaca</translation>
    </message>
    <message>
        <source>No file was read yet</source>
        <translation>Belum ada berkas yang dibaca</translation>
    </message>
    <message>
        <source>What was found stays here, also after a restart.</source>
        <translation>Hasilnya tetap di sini, juga setelah dibuka ulang.</translation>
    </message>
    <message>
        <source>Reconcile</source>
        <translation>Cocokkan</translation>
    </message>
    <message>
        <source>The supplier&apos;s settlement file</source>
        <translation>Berkas settlement dari pemasok</translation>
    </message>
    <message>
        <source>Settlement files (*.txt *.csv);;All files (*)</source>
        <translation>Berkas settlement (*.txt *.csv);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>supplier</source>
        <translation>pemasok</translation>
    </message>
    <message>
        <source>choose the file</source>
        <translation>pilih berkas</translation>
    </message>
    <message>
        <source>look at a file that was read</source>
        <translation>lihat berkas yang sudah dibaca</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::FindingsPanel</name>
    <message>
        <source>What does not agree</source>
        <translation>Yang tidak cocok</translation>
    </message>
    <message>
        <source>Nothing to look at</source>
        <translation>Tidak ada yang perlu dilihat</translation>
    </message>
    <message>
        <source>Their list and these books say the same.</source>
        <translation>Daftar mereka dan buku ini sama.</translation>
    </message>
    <message>
        <source>Why it is booked</source>
        <translation>Mengapa dibukukan</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>Semua %1</translation>
    </message>
    <message>
        <source>By these books</source>
        <translation>Menurut buku ini</translation>
    </message>
    <message>
        <source>By their list</source>
        <translation>Menurut daftar mereka</translation>
    </message>
    <message>
        <source>Book %1</source>
        <translation>Bukukan %1</translation>
    </message>
    <message>
        <source>Booking…</source>
        <translation>Membukukan…</translation>
    </message>
    <message>
        <source>In the books: %1</source>
        <translation>Masuk buku: %1</translation>
    </message>
    <message>
        <source>The first %1 are shown; loketctl shows all.</source>
        <translation>Yang ditampilkan %1 pertama; loketctl menampilkan semua.</translation>
    </message>
    <message>
        <source>look</source>
        <translation>lihat</translation>
    </message>
    <message>
        <source>which ones</source>
        <translation>yang mana</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Spasi</translation>
    </message>
    <message>
        <source>mark what is to be booked</source>
        <translation>tandai yang akan dibukukan</translation>
    </message>
    <message>
        <source>book</source>
        <translation>bukukan</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>ours / theirs</source>
        <translation>kami / mereka</translation>
    </message>
    <message>
        <source>Nothing in it is final</source>
        <translation>Belum ada yang pasti</translation>
    </message>
    <message>
        <source>Get the whole file from the supplier, and read it again.</source>
        <translation>Minta berkas utuh dari pemasok, lalu baca lagi.</translation>
    </message>
</context>
<context>
    <name>GroupText</name>
    <message>
        <source>To be paid</source>
        <translation>Akan dibayar</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Dilewati</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Belum bisa</translation>
    </message>
    <message>
        <source>was paid today</source>
        <translation>sudah dibayar hari ini</translation>
    </message>
    <message>
        <source>nobody on the list yet</source>
        <translation>daftar masih kosong</translation>
    </message>
    <message>
        <source>%1 on the list</source>
        <translation>%1 di daftar</translation>
    </message>
    <message>
        <source>Another group has that name.</source>
        <translation>Nama itu sudah dipakai kelompok lain.</translation>
    </message>
    <message>
        <source>A name is needed, of letters and not too long.</source>
        <translation>Kelompok perlu nama, berupa huruf dan tidak terlalu panjang.</translation>
    </message>
    <message>
        <source>That number is on the list already.</source>
        <translation>Nomor itu sudah ada di daftar.</translation>
    </message>
    <message>
        <source>The list is full. Begin another group.</source>
        <translation>Daftarnya penuh. Buat kelompok lain.</translation>
    </message>
    <message>
        <source>Only bills and what has a price can stand on the list.</source>
        <translation>Hanya tagihan dan produk yang ada harganya bisa masuk daftar.</translation>
    </message>
    <message>
        <source>tax year %1</source>
        <translation>tahun pajak %1</translation>
    </message>
    <message>
        <source>owner %1</source>
        <translation>pemilik %1</translation>
    </message>
    <message numerus="yes">
        <source>%n months</source>
        <translation>
            <numerusform>%n bulan</numerusform>
        </translation>
    </message>
    <message>
        <source>Tax year</source>
        <translation>Tahun pajak</translation>
    </message>
    <message>
        <source>Identity number (NIK) of the vehicle&apos;s owner</source>
        <translation>NIK pemilik kendaraan</translation>
    </message>
    <message>
        <source>How many months</source>
        <translation>Berapa bulan</translation>
    </message>
    <message>
        <source>tax year</source>
        <translation>tahun pajak</translation>
    </message>
    <message>
        <source>owner</source>
        <translation>pemilik</translation>
    </message>
    <message>
        <source>months</source>
        <translation>bulan</translation>
    </message>
    <message>
        <source>tax year; empty: the year of paying</source>
        <translation>tahun pajak; kosong: tahun saat dibayar</translation>
    </message>
    <message>
        <source>the owner&apos;s identity number (NIK), 16 digits</source>
        <translation>NIK pemilik, 16 angka</translation>
    </message>
    <message>
        <source>months at once, 1 to 12; empty: one</source>
        <translation>berapa bulan sekaligus, 1 sampai 12; kosong: satu</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::GroupPanel</name>
    <message numerus="yes">
        <source>%1 want a second proof. It is asked for one after the other when the rest is paid.</source>
        <translation>
            <numerusform>%1 minta bukti kedua. Diminta satu per satu setelah yang lain dibayar.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is meant</source>
        <translation>Yang dimaksud</translation>
    </message>
    <message>
        <source>The bills of the group</source>
        <translation>Tagihan kelompok</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Jumlah semua</translation>
    </message>
    <message>
        <source>Cash received</source>
        <translation>Uang diterima</translation>
    </message>
    <message>
        <source>cash: exact, or type it (500 = 500.000)</source>
        <translation>uang pas, atau ketik (500 = 500.000)</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Kembalian</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>Kelompok baru</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Kelompok</translation>
    </message>
    <message>
        <source>the group&apos;s name: RT 05, Arisan Melati…</source>
        <translation>nama kelompok: RT 05, Arisan Melati…</translation>
    </message>
    <message>
        <source>write one more down: name, number or product</source>
        <translation>tambah ke daftar: nama, nomor, atau produk</translation>
    </message>
    <message>
        <source>Name of the group</source>
        <translation>Nama kelompok</translation>
    </message>
    <message>
        <source>One more on the list</source>
        <translation>Tambah ke daftar</translation>
    </message>
    <message>
        <source>No group yet</source>
        <translation>Belum ada kelompok</translation>
    </message>
    <message>
        <source>Press F5 to begin one: a street, an arisan, a boarding house.</source>
        <translation>Tekan F5 untuk membuatnya: satu gang, arisan, atau rumah kos.</translation>
    </message>
    <message>
        <source>Nobody on the list yet</source>
        <translation>Daftar masih kosong</translation>
    </message>
    <message>
        <source>Type a number, a customer&apos;s name or a product above.</source>
        <translation>Ketik nomor, nama pelanggan, atau produk di atas.</translation>
    </message>
    <message>
        <source>Asking for the bills: %1 of %2</source>
        <translation>Menanyakan tagihan: %1 dari %2</translation>
    </message>
    <message numerus="yes">
        <source>Recording %1 payments…</source>
        <translation>
            <numerusform>Mencatat %1 pembayaran…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %2 bills</source>
        <translation>
            <numerusform>%1 · %2 tagihan</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 short</source>
        <translation>kurang %1</translation>
    </message>
    <message>
        <source>Ask for the bills</source>
        <translation>Tanyakan tagihan</translation>
    </message>
    <message>
        <source>Pay %1</source>
        <translation>Bayar %1</translation>
    </message>
    <message numerus="yes">
        <source>Print %1 papers</source>
        <translation>
            <numerusform>Cetak %1 struk</numerusform>
        </translation>
    </message>
    <message>
        <source>None of these can be paid now. The list stays as it is.</source>
        <translation>Tidak ada yang bisa dibayar sekarang. Daftarnya tetap.</translation>
    </message>
    <message numerus="yes">
        <source>%1 cannot be paid now and stay out: take no cash for them.</source>
        <translation>
            <numerusform>%1 belum bisa dibayar dan dilewati: jangan terima uangnya.</numerusform>
        </translation>
    </message>
    <message>
        <source>Printing %1 of %2…</source>
        <translation>Mencetak %1 dari %2…</translation>
    </message>
    <message numerus="yes">
        <source>%1 papers were sent to the printer.</source>
        <translation>
            <numerusform>%1 struk sudah dikirim ke printer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 were not taken. Their cash is in the change, give it back.</source>
        <translation>
            <numerusform>%1 tidak jadi. Uangnya termasuk kembalian, serahkan kembali.</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken off the list. Ctrl+Z brings it back.</source>
        <translation>Dihapus dari daftar. Ctrl+Z mengembalikannya.</translation>
    </message>
    <message>
        <source>Nothing fits “%1”.</source>
        <translation>Tidak ada yang cocok dengan “%1”.</translation>
    </message>
    <message>
        <source>begin the group</source>
        <translation>buat kelompok</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>batal</translation>
    </message>
    <message>
        <source>new group</source>
        <translation>kelompok baru</translation>
    </message>
    <message>
        <source>ask for the bills</source>
        <translation>tanyakan tagihan</translation>
    </message>
    <message>
        <source>off the list</source>
        <translation>hapus dari daftar</translation>
    </message>
    <message>
        <source>remove the group</source>
        <translation>hapus kelompok</translation>
    </message>
    <message>
        <source>groups</source>
        <translation>kelompok</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>cash</source>
        <translation>uang</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Spasi</translation>
    </message>
    <message>
        <source>leave out, take in</source>
        <translation>lewati, ikutkan</translation>
    </message>
    <message>
        <source>pay all</source>
        <translation>bayar semua</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>print all</source>
        <translation>cetak semua</translation>
    </message>
    <message>
        <source>back to the list</source>
        <translation>kembali ke daftar</translation>
    </message>
    <message>
        <source>call it so</source>
        <translation>pakai nama ini</translation>
    </message>
    <message>
        <source>another name</source>
        <translation>ganti nama</translation>
    </message>
    <message>
        <source>This bill is asked for by its number alone.</source>
        <translation>Tagihan ini cukup dengan nomornya.</translation>
    </message>
    <message>
        <source>keep it so</source>
        <translation>simpan</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::GroupsScreen</name>
    <message>
        <source>No group yet</source>
        <translation>Belum ada kelompok</translation>
    </message>
    <message>
        <source>A neighbourhood&apos;s bills are paid in one go: press F5.</source>
        <translation>Tagihan satu RT dibayar sekaligus: tekan F5.</translation>
    </message>
    <message>
        <source>GROUPS</source>
        <translation>KELOMPOK</translation>
    </message>
    <message>
        <source>GROUPS · %1</source>
        <translation>KELOMPOK · %1</translation>
    </message>
    <message>
        <source>leave them unpaid</source>
        <translation>biarkan belum dibayar</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::DecidePanel</name>
    <message>
        <source>What happened?</source>
        <translation>Apa yang terjadi?</translation>
    </message>
    <message>
        <source>Serial number, if the supplier tells one</source>
        <translation>Nomor seri, bila pemasok menyebutnya</translation>
    </message>
    <message>
        <source>How do you know? The history keeps it</source>
        <translation>Tahu dari mana? Tersimpan di riwayat</translation>
    </message>
    <message>
        <source>How do you know?</source>
        <translation>Tahu dari mana?</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Lanjut</translation>
    </message>
    <message>
        <source>Who else has seen it?</source>
        <translation>Siapa lagi yang melihatnya?</translation>
    </message>
    <message>
        <source>First look at the statement of %1, or call them. They know it as %2.</source>
        <translation>Lihat dulu laporan %1 atau telepon mereka. Nomornya di sana: %2.</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>what happened</source>
        <translation>apa yang terjadi</translation>
    </message>
    <message>
        <source>next</source>
        <translation>lanjut</translation>
    </message>
    <message>
        <source>It takes two, one of them owner or supervisor, or a one-time code: Settings, People (Shift+F8).</source>
        <translation>Perlu dua orang, satu pemilik atau pengawas, atau kode sekali pakai: Atur, Orang (Shift+F8).</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::LaterPanel</name>
    <message>
        <source>Pays later</source>
        <translation>Bayar nanti</translation>
    </message>
    <message>
        <source>On whose bon?</source>
        <translation>Bon atas nama siapa?</translation>
    </message>
    <message>
        <source>Customers of that name</source>
        <translation>Pelanggan dengan nama itu</translation>
    </message>
    <message>
        <source>Nobody of that name yet</source>
        <translation>Belum ada nama itu</translation>
    </message>
    <message>
        <source>Enter opens a bon under it.</source>
        <translation>Enter membuka bon atas nama itu.</translation>
    </message>
    <message>
        <source>Write it on the bon</source>
        <translation>Catat di bon</translation>
    </message>
    <message>
        <source>A new name on the bon list.</source>
        <translation>Nama baru di daftar bon.</translation>
    </message>
    <message>
        <source>Owes nothing yet, %1 after this.</source>
        <translation>Belum berutang; setelah ini %1.</translation>
    </message>
    <message>
        <source>Owes %1, and %2 after this.</source>
        <translation>Utangnya %1; setelah ini %2.</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>huruf</translation>
    </message>
    <message>
        <source>the name</source>
        <translation>nama</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>pilih</translation>
    </message>
    <message>
        <source>write it on the bon</source>
        <translation>catat di bon</translation>
    </message>
    <message>
        <source>back to cash</source>
        <translation>kembali ke tunai</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::BackupPanel</name>
    <message>
        <source>The whole shop in one encrypted file, for the day on which this computer is gone. Keep it somewhere else: the recovery code on your paper opens it on any computer.</source>
        <translation>Seluruh toko dalam satu berkas terenkripsi, untuk hari ketika komputer ini hilang atau rusak. Simpan di tempat lain: kode pemulihan di kertas Anda membukanya di komputer mana pun.</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>Cadangan terakhir</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>Disimpan di</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>Cadangkan sekarang…</translation>
    </message>
    <message>
        <source>Check a backup…</source>
        <translation>Periksa cadangan…</translation>
    </message>
    <message>
        <source>I know</source>
        <translation>Saya mengerti</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Cadangan</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>belum ada</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Without a backup the shop&apos;s books are gone when this computer is.</source>
        <translation>Tanpa cadangan, pembukuan toko hilang bersama komputer ini.</translation>
    </message>
    <message>
        <source>The last one is older than a week. What was sold since is not in it.</source>
        <translation>Yang terakhir sudah lebih dari seminggu. Penjualan sesudahnya tidak ada di dalamnya.</translation>
    </message>
    <message>
        <source>This shop was restored from a backup of %1. Payments made since then are not in it. What was open then (%2) waits in Queue, because the shop before may have sent it already. Cash that was to be given back may have been given.</source>
        <translation>Toko ini dipulihkan dari cadangan %1. Pembayaran sesudah itu tidak ada di dalamnya. %2 pembayaran belum selesai: menunggu di Antrean, karena toko yang lama mungkin sudah mengirimnya. Uang yang harus dikembalikan mungkin sudah dikembalikan.</translation>
    </message>
    <message>
        <source>There is not enough room for it. Nothing was written to %1.</source>
        <translation>Tempatnya tidak cukup. Tidak ada yang ditulis ke %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written or read. Is the stick still in?</source>
        <translation>%1 tidak bisa ditulis atau dibaca. Apakah flashdisk masih terpasang?</translation>
    </message>
    <message>
        <source>Backing up; you can go on selling</source>
        <translation>Mencadangkan; Anda bisa terus berjualan</translation>
    </message>
    <message>
        <source>Backed up. Payments in it: %1. Take the stick out and keep it somewhere else.</source>
        <translation>Tercadangkan: %1 pembayaran. Cabut flashdisk dan simpan di tempat lain.</translation>
    </message>
    <message>
        <source>Reading all of it</source>
        <translation>Membaca semuanya</translation>
    </message>
    <message>
        <source>Whole. %1, made %2: %3 payments, %4 of them open.</source>
        <translation>Utuh. %1, dibuat %2: %3 pembayaran, %4 belum selesai.</translation>
    </message>
    <message>
        <source>Where the backup goes</source>
        <translation>Ke mana cadangan disimpan</translation>
    </message>
    <message>
        <source>The backup to check</source>
        <translation>Cadangan yang diperiksa</translation>
    </message>
    <message>
        <source>back up now</source>
        <translation>cadangkan sekarang</translation>
    </message>
    <message>
        <source>check a backup</source>
        <translation>periksa cadangan</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>Only the owner makes backups.</source>
        <translation>Hanya pemilik yang membuat cadangan.</translation>
    </message>
</context>
<context>
    <name>AuditText</name>
    <message>
        <source>%1 entries looked at, %2 of them compared with what stands in the books; payments compared with their steps: %3.</source>
        <translation>%1 catatan diperiksa, %2 di antaranya dibandingkan dengan isi pembukuan; pembayaran yang dibandingkan dengan langkahnya: %3.</translation>
    </message>
    <message>
        <source>%1 earlier ones are known by their seal only.</source>
        <translation>%1 yang lebih lama hanya diketahui segelnya.</translation>
    </message>
    <message>
        <source>Erased by order: %1.</source>
        <translation>%1 dihapus atas permintaan.</translation>
    </message>
    <message>
        <source>Entry %1</source>
        <translation>Catatan %1</translation>
    </message>
    <message>
        <source>a payment&apos;s step is not what was written down</source>
        <translation>langkah pembayaran tidak sesuai yang tercatat</translation>
    </message>
    <message>
        <source>a posting is not what was written down</source>
        <translation>pembukuan tidak sesuai yang tercatat</translation>
    </message>
    <message>
        <source>a row of the till is not what was written down</source>
        <translation>baris laci tidak sesuai yang tercatat</translation>
    </message>
    <message>
        <source>something is missing, or there twice</source>
        <translation>ada yang hilang, atau ada dua kali</translation>
    </message>
    <message>
        <source>Something stands in the books that was never written down in the journal</source>
        <translation>Ada di pembukuan yang tidak pernah tercatat di jurnal</translation>
    </message>
    <message>
        <source>What was signed last is not signed by this terminal</source>
        <translation>Yang terakhir ditandatangani bukan oleh terminal ini</translation>
    </message>
    <message>
        <source>The journal does not go on from what was signed last</source>
        <translation>Jurnal tidak melanjutkan yang terakhir ditandatangani</translation>
    </message>
    <message>
        <source>it stamps nothing that is signed here: ask whoever runs it</source>
        <translation>tidak memberi cap waktu untuk yang ditandatangani di sini: tanyakan kepada pengelolanya</translation>
    </message>
    <message>
        <source>what it answers is no stamp of this authority: it was not taken</source>
        <translation>jawabannya bukan cap waktu dari otoritas ini: tidak diterima</translation>
    </message>
    <message>
        <source>Time stamp: not set up.</source>
        <translation>Cap waktu: belum diatur.</translation>
    </message>
    <message>
        <source>Time stamp: none yet.</source>
        <translation>Cap waktu: belum ada.</translation>
    </message>
    <message>
        <source>Time stamp: %1 entries, %2.</source>
        <translation>Cap waktu: %1 catatan, %2.</translation>
    </message>
    <message>
        <source>By this computer&apos;s clock it was %1: set the clock right.</source>
        <translation>Menurut jam komputer ini saat itu %1: betulkan jamnya.</translation>
    </message>
    <message>
        <source>None since %1: %2.</source>
        <translation>Tidak ada sejak %1: %2.</translation>
    </message>
    <message>
        <source>The journal does not go on from what was stamped</source>
        <translation>Jurnal tidak melanjutkan yang sudah diberi cap waktu</translation>
    </message>
    <message>
        <source>its seal does not fit</source>
        <translation>segelnya tidak cocok</translation>
    </message>
    <message>
        <source>The journal is being looked at already.</source>
        <translation>Jurnal sedang diperiksa.</translation>
    </message>
    <message>
        <source>The journal is not what was signed before: it is not signed again. Call for help, and keep the computer as it is.</source>
        <translation>Jurnal tidak seperti yang ditandatangani sebelumnya: tidak ditandatangani lagi. Minta bantuan dan biarkan komputer apa adanya.</translation>
    </message>
    <message>
        <source>it was erased, and what it was about is still there</source>
        <translation>sudah dihapus, tetapi isinya masih ada</translation>
    </message>
    <message>
        <source>a payment is not what its steps make of it</source>
        <translation>pembayaran tidak sama dengan hasil langkah-langkahnya</translation>
    </message>
    <message>
        <source>a setting is not what was written down</source>
        <translation>pengaturan tidak sama dengan yang dicatat</translation>
    </message>
    <message>
        <source>this shop&apos;s data is older than what it has seen, or a second copy of it is in use</source>
        <translation>data toko ini lebih lama daripada yang sudah dilihatnya, atau salinannya sedang dipakai</translation>
    </message>
    <message>
        <source>what it answers cannot be true: do not rely on it, and ask whoever runs it</source>
        <translation>jawabannya tidak mungkin benar: jangan diandalkan, tanyakan kepada pengelolanya</translation>
    </message>
    <message>
        <source>it does not know this terminal: give the key of this terminal to whoever runs it</source>
        <translation>terminal ini belum dikenalnya: berikan kunci terminal ini kepada pengelolanya</translation>
    </message>
    <message>
        <source>what it has seen is from before the database was made again: nothing can be proved to it</source>
        <translation>yang dilihatnya berasal dari sebelum basis data dibuat ulang: tidak ada yang bisa dibuktikan kepadanya</translation>
    </message>
    <message>
        <source>it refuses what is signed here</source>
        <translation>yang ditandatangani di sini ditolaknya</translation>
    </message>
    <message>
        <source>what it answered could not be kept here</source>
        <translation>jawabannya tidak bisa disimpan di sini</translation>
    </message>
    <message>
        <source>No witness has seen it yet.</source>
        <translation>Belum ada saksi yang melihatnya.</translation>
    </message>
    <message>
        <source>Witnessed: %1 entries, %2, by %3.</source>
        <translation>Disaksikan: %1 catatan, %2, oleh %3.</translation>
    </message>
    <message>
        <source>What was signed at %1 and later is not witnessed yet.</source>
        <translation>Yang ditandatangani sejak %1 belum disaksikan.</translation>
    </message>
    <message>
        <source>The journal has not been witnessed since %1. Selling goes on.</source>
        <translation>Jurnal belum disaksikan sejak %1. Penjualan tetap berjalan.</translation>
    </message>
    <message>
        <source>The witness %1 answers what cannot be true. Selling goes on.</source>
        <translation>Jawaban saksi %1 tidak mungkin benar. Penjualan tetap berjalan.</translation>
    </message>
    <message>
        <source>This shop&apos;s data is older than a witness has seen, or a second copy is in use. Tell the owner.</source>
        <translation>Data toko ini lebih lama dari yang dilihat saksi, atau salinannya dipakai. Beri tahu pemilik.</translation>
    </message>
    <message>
        <source>its clock or this computer&apos;s is a day off or more: set the clock right</source>
        <translation>jamnya atau jam komputer ini meleset sehari atau lebih: betulkan jamnya</translation>
    </message>
    <message>
        <source>it does not prove to be who it says: look at its address and its authority</source>
        <translation>tidak terbukti bahwa itu memang dia: periksa alamat dan otoritasnya</translation>
    </message>
    <message>
        <source>it cannot be reached</source>
        <translation>tidak dapat dihubungi</translation>
    </message>
    <message>
        <source>who came and went is not what was written down</source>
        <translation>siapa yang keluar-masuk tidak sama dengan yang dicatat</translation>
    </message>
    <message>
        <source>a paper is not what was written down</source>
        <translation>selembar bukti cetak tidak sesuai dengan yang dicatat</translation>
    </message>
    <message>
        <source>a message to a customer is not what was written down</source>
        <translation>pesan ke pelanggan tidak sesuai dengan yang dicatat</translation>
    </message>
    <message>
        <source>the customer book is not what was written down</source>
        <translation>buku pelanggan tidak sesuai dengan yang dicatat</translation>
    </message>
    <message>
        <source>a complaint is not what was written down</source>
        <translation>sebuah keluhan tidak sesuai dengan yang dicatat</translation>
    </message>
    <message>
        <source>what a batch did is not what was written down</source>
        <translation>hasil pengiriman sekaligus tidak sesuai dengan yang dicatat</translation>
    </message>
    <message>
        <source>a deposit ticket is not what was written down</source>
        <translation>sebuah tiket deposit tidak sesuai dengan yang dicatat</translation>
    </message>
    <message>
        <source>what the bank was asked to collect is not what was written down</source>
        <translation>uang yang diminta lewat bank (QRIS atau OTP) tidak sesuai dengan yang dicatat</translation>
    </message>
    <message>
        <source>Waiting for the witness %1 since %2. Selling goes on.</source>
        <translation>Menunggu saksi %1 sejak %2. Penjualan tetap berjalan.</translation>
    </message>
    <message>
        <source>What was written down has been changed since it was signed. Selling goes on. Tell the owner.</source>
        <translation>Yang tercatat telah diubah sejak ditandatangani. Penjualan tetap berjalan. Beri tahu pemilik.</translation>
    </message>
    <message>
        <source>Older keys were put in place of this shop&apos;s: PINs of then open it. Tell the owner.</source>
        <translation>Kunci toko ini ditukar dengan yang lebih lama: PIN dari waktu itu bisa membukanya. Beri tahu pemilik.</translation>
    </message>
    <message>
        <source>The owner&apos;s PIN is new, by the recovery code alone. Not by the owner? Change PIN and code.</source>
        <translation>PIN pemilik diganti hanya dengan kode pemulihan. Kalau bukan oleh pemilik: ganti PIN dan kodenya.</translation>
    </message>
</context>
<context>
    <name>LimitText</name>
    <message>
        <source>One deposit without network</source>
        <translation>Satu titipan tanpa jaringan</translation>
    </message>
    <message>
        <source>All deposits that wait for the network</source>
        <translation>Semua titipan yang menunggu jaringan</translation>
    </message>
    <message>
        <source>How many may wait</source>
        <translation>Berapa yang boleh menunggu</translation>
    </message>
    <message>
        <source>How old the oldest may be</source>
        <translation>Umur titipan tertua</translation>
    </message>
    <message>
        <source>Admin and service fee together</source>
        <translation>Biaya admin dan layanan</translation>
    </message>
    <message>
        <source>Transfers with the sender&apos;s identity</source>
        <translation>Transfer dengan identitas pengirim</translation>
    </message>
    <message>
        <source>Transfers to one account in a day</source>
        <translation>Transfer ke satu rekening per hari</translation>
    </message>
    <message>
        <source>Transfers of one sender in a day</source>
        <translation>Transfer satu pengirim per hari</translation>
    </message>
    <message>
        <source>The most that is taken for one customer while there is no network.</source>
        <translation>Paling banyak yang diterima dari satu pelanggan selama jaringan putus.</translation>
    </message>
    <message>
        <source>What customers have paid and no supplier has delivered yet. Then the counter waits for the network.</source>
        <translation>Yang sudah dibayar pelanggan dan belum dikirim pemasok. Setelah itu loket menunggu jaringan.</translation>
    </message>
    <message>
        <source>With so many deposits waiting no further one is taken.</source>
        <translation>Kalau sebanyak ini menunggu, titipan baru tidak diterima.</translation>
    </message>
    <message>
        <source>In hours. When the oldest deposit is older, no new one is taken; those that wait stay.</source>
        <translation>Dalam jam. Kalau titipan tertua lebih tua, yang baru tidak diterima; yang menunggu tetap ada.</translation>
    </message>
    <message>
        <source>The most that a customer is asked for beside the goods. Empty: no limit.</source>
        <translation>Paling banyak yang diminta dari pelanggan di luar barangnya. Kosong: tanpa batas.</translation>
    </message>
    <message>
        <source>From this sum on the counter asks who brings the money, as the law wants it.</source>
        <translation>Mulai jumlah ini loket menanyakan siapa yang membawa uang, sesuai aturan.</translation>
    </message>
    <message>
        <source>More than this goes to the bank&apos;s own counter.</source>
        <translation>Lebih dari ini harus ke loket bank sendiri.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>tanpa batas</translation>
    </message>
    <message>
        <source>A whole number up to %1.</source>
        <translation>Bilangan bulat sampai %1.</translation>
    </message>
    <message>
        <source>Whole hours up to %1.</source>
        <translation>Jam bulat sampai %1.</translation>
    </message>
    <message>
        <source>At most %1.</source>
        <translation>Paling banyak %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n jam</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n menit</numerusform>
        </translation>
    </message>
    <message>
        <source>The counter locks itself after</source>
        <translation>Loket mengunci sendiri setelah</translation>
    </message>
    <message>
        <source>Minutes without a key or a touch; then it asks for a PIN. What is under way goes on. 0: never.</source>
        <translation>Menit tanpa tombol atau sentuhan; lalu PIN ditanyakan. Yang sedang berjalan tetap jalan. 0: tidak pernah.</translation>
    </message>
    <message>
        <source>never</source>
        <translation>tidak pernah</translation>
    </message>
    <message>
        <source>The counter never locks itself: whoever walks by sells in the name of whoever left.</source>
        <translation>Loket tidak pernah mengunci sendiri: siapa pun yang lewat bisa menjual atas nama yang pergi.</translation>
    </message>
    <message>
        <source>Whole minutes up to %1; 0: never.</source>
        <translation>Menit bulat sampai %1; 0: tidak pernah.</translation>
    </message>
    <message>
        <source>A second proof from</source>
        <translation>Bukti kedua mulai</translation>
    </message>
    <message>
        <source>A second proof for a new number from</source>
        <translation>Bukti kedua untuk nomor baru mulai</translation>
    </message>
    <message>
        <source>From this sum on a sale wants a one-time code or a finger of whoever stands there, or the owner&apos;s code; cash of so much is not handed out at this window. 0: never.</source>
        <translation>Mulai jumlah ini penjualan meminta kode sekali pakai atau sidik jari orang di kasir, atau kode pemilik; uang tunai sebesar itu tidak dibayarkan dari jendela ini. 0: tidak pernah.</translation>
    </message>
    <message>
        <source>The same for a transfer or wallet that nothing has reached from here before. 0: never.</source>
        <translation>Sama untuk transfer atau dompet yang belum pernah dikirimi dari sini. 0: tidak pernah.</translation>
    </message>
    <message>
        <source>Cash goes back by two people from</source>
        <translation>Uang kembali oleh dua orang mulai</translation>
    </message>
    <message>
        <source>These limits are changed by two people</source>
        <translation>Batas ini diubah oleh dua orang</translation>
    </message>
    <message>
        <source>A sale cancelled, a refund or goods taken back of so much wants a second person&apos;s PIN, or the owner&apos;s code; an owner who is alone in the shop needs nobody, or the own code where one is set up. 0: always. Empty: never.</source>
        <translation>Penjualan dibatalkan, uang dikembalikan atau barang diterima kembali sebesar itu perlu PIN orang kedua, atau kode pemilik; pemilik yang sendirian di toko tidak perlu siapa-siapa, atau kodenya sendiri kalau sudah dipasang. 0: selalu. Kosong: tidak pernah.</translation>
    </message>
    <message>
        <source>1: whoever changes them needs a second person, or the owner&apos;s code. 0: the owner alone.</source>
        <translation>1: yang mengubahnya perlu orang kedua, atau kode pemilik. 0: pemilik sendiri.</translation>
    </message>
    <message>
        <source>no</source>
        <translation>tidak</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
    <message>
        <source>always</source>
        <translation>selalu</translation>
    </message>
    <message>
        <source>1 or 0.</source>
        <translation>1 atau 0.</translation>
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
        <translation>belum diisi</translation>
    </message>
    <message>
        <source>kept, not shown</source>
        <translation>tersimpan, tidak ditampilkan</translation>
    </message>
    <message>
        <source>a file of %1 bytes</source>
        <translation>berkas %1 bita</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 dtk</translation>
    </message>
    <message>
        <source>It must begin with https:// and a host.</source>
        <translation>Harus dimulai dengan https:// dan nama server.</translation>
    </message>
    <message>
        <source>Whole rupiah.</source>
        <translation>Rupiah bulat.</translation>
    </message>
    <message>
        <source>From %1 to %2 milliseconds.</source>
        <translation>Dari %1 sampai %2 milidetik.</translation>
    </message>
    <message>
        <source>This is no certificate (PEM).</source>
        <translation>Ini bukan sertifikat (PEM).</translation>
    </message>
    <message>
        <source>This is no private key (PEM).</source>
        <translation>Ini bukan kunci privat (PEM).</translation>
    </message>
    <message>
        <source>sha256// and 44 characters each, with semicolons between.</source>
        <translation>sha256// dan 44 karakter masing-masing, dipisah titik koma.</translation>
    </message>
    <message>
        <source>http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, so https:// and socks5h://</source>
        <translation>http://HOST:PORT atau http://USER:PASSWORD@HOST:PORT, juga https:// dan socks5h://</translation>
    </message>
    <message>
        <source>A mobile number such as 081234567890.</source>
        <translation>Nomor HP seperti 081234567890.</translation>
    </message>
    <message>
        <source>Digits, with blanks, dashes, brackets and a plus between them.</source>
        <translation>Angka, boleh dengan spasi, tanda hubung, kurung, dan tambah.</translation>
    </message>
    <message>
        <source>A mailbox such as cs@example.id</source>
        <translation>Alamat surel seperti cs@example.id</translation>
    </message>
    <message>
        <source>Two times of the day such as 23:45-00:15.</source>
        <translation>Dua jam, misalnya 23:45-00:15.</translation>
    </message>
    <message>
        <source>Letters on one line, and not too many.</source>
        <translation>Huruf dalam satu baris, jangan terlalu panjang.</translation>
    </message>
    <message>
        <source>Payments at this supplier are not at their end yet. It can go when they are.</source>
        <translation>Masih ada pembayaran di pemasok ini yang belum selesai. Bisa dihapus setelah selesai.</translation>
    </message>
    <message>
        <source>%1 still has payments that are not at their end (%2). It can go when they are.</source>
        <translation>Masih ada pembayaran di %1 yang belum selesai (%2). Bisa dihapus setelah selesai.</translation>
    </message>
    <message>
        <source>Somebody else has changed the suppliers meanwhile. Look at this one again.</source>
        <translation>Sementara itu orang lain mengubah pemasok. Periksa lagi yang ini.</translation>
    </message>
    <message>
        <source>%1 is not right or is missing.</source>
        <translation>%1 belum benar atau belum diisi.</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Nama pendek</translation>
    </message>
    <message>
        <source>Small letters, digits and dashes. It stands in the books and stays as it is.</source>
        <translation>Huruf kecil, angka, dan tanda hubung. Tertulis di pembukuan dan tidak berubah.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Alamat</translation>
    </message>
    <message>
        <source>As the supplier gives it, beginning with https://</source>
        <translation>Seperti dari pemasok, dimulai dengan https://</translation>
    </message>
    <message>
        <source>Address for prepaid goods</source>
        <translation>Alamat untuk prabayar</translation>
    </message>
    <message>
        <source>Address for bills</source>
        <translation>Alamat untuk tagihan</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Nama pengguna</translation>
    </message>
    <message>
        <source>Of the shop at this supplier.</source>
        <translation>Milik toko di pemasok ini.</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>Kunci API</translation>
    </message>
    <message>
        <source>Kept encrypted and never shown again.</source>
        <translation>Disimpan terenkripsi dan tidak pernah ditampilkan lagi.</translation>
    </message>
    <message>
        <source>Secret of their messages</source>
        <translation>Rahasia pesan mereka</translation>
    </message>
    <message>
        <source>Only where a gateway hands their messages on.</source>
        <translation>Hanya kalau gerbang meneruskan pesan mereka.</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>Client ID</translation>
    </message>
    <message>
        <source>From the bank&apos;s portal.</source>
        <translation>Dari portal bank.</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Client secret</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>Kunci privat</translation>
    </message>
    <message>
        <source>The file (PEM) whose public half the bank has. The file may be deleted afterwards.</source>
        <translation>Berkas (PEM) yang pasangan publiknya ada di bank. Berkasnya boleh dihapus sesudahnya.</translation>
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
        <translation>Rekening pembayar</translation>
    </message>
    <message>
        <source>The shop&apos;s account at this bank.</source>
        <translation>Rekening toko di bank ini.</translation>
    </message>
    <message>
        <source>Name of the bank</source>
        <translation>Nama bank</translation>
    </message>
    <message>
        <source>As it stands on receipts.</source>
        <translation>Seperti tertulis di struk.</translation>
    </message>
    <message>
        <source>Merchant ID</source>
        <translation>Merchant ID</translation>
    </message>
    <message>
        <source>For QRIS.</source>
        <translation>Untuk QRIS.</translation>
    </message>
    <message>
        <source>Bank&apos;s profile</source>
        <translation>Profil bank</translation>
    </message>
    <message>
        <source>Own profile</source>
        <translation>Profil sendiri</translation>
    </message>
    <message>
        <source>A file (JSON) for a bank that departs from all of them.</source>
        <translation>Berkas (JSON) untuk bank yang berbeda dari semuanya.</translation>
    </message>
    <message>
        <source>Fee within the bank</source>
        <translation>Biaya sesama bank</translation>
    </message>
    <message>
        <source>What the bank takes, as agreed on paper.</source>
        <translation>Yang dipotong bank, sesuai perjanjian.</translation>
    </message>
    <message>
        <source>Fee to other banks</source>
        <translation>Biaya ke bank lain</translation>
    </message>
    <message>
        <source>Fee of a wallet top-up</source>
        <translation>Biaya isi dompet</translation>
    </message>
    <message>
        <source>Fee of a virtual account</source>
        <translation>Biaya virtual account</translation>
    </message>
    <message>
        <source>Whom to ask</source>
        <translation>Yang dihubungi</translation>
    </message>
    <message>
        <source>When a customer complains: the person or the desk.</source>
        <translation>Kalau pelanggan mengeluh: orang atau bagiannya.</translation>
    </message>
    <message>
        <source>Their WhatsApp</source>
        <translation>WhatsApp mereka</translation>
    </message>
    <message>
        <source>A complaint is written to it with one key.</source>
        <translation>Keluhan dikirim ke sini dengan satu tombol.</translation>
    </message>
    <message>
        <source>Their telephone</source>
        <translation>Telepon mereka</translation>
    </message>
    <message>
        <source>Their e-mail</source>
        <translation>Surel mereka</translation>
    </message>
    <message>
        <source>Their hours</source>
        <translation>Jam kerja mereka</translation>
    </message>
    <message>
        <source>When somebody answers.</source>
        <translation>Kapan ada yang menjawab.</translation>
    </message>
    <message>
        <source>Closed hours</source>
        <translation>Jam tutup</translation>
    </message>
    <message>
        <source>Every day, such as 23:45-00:15 (WIB). What is taken meanwhile waits.</source>
        <translation>Setiap hari, misalnya 23:45-00:15 (WIB). Yang diterima saat itu menunggu.</translation>
    </message>
    <message>
        <source>How long to wait</source>
        <translation>Lama menunggu</translation>
    </message>
    <message>
        <source>For one answer, in milliseconds. Usually 30000.</source>
        <translation>Untuk satu jawaban, dalam milidetik. Biasanya 30000.</translation>
    </message>
    <message>
        <source>Its authority</source>
        <translation>Otoritasnya</translation>
    </message>
    <message>
        <source>A file (PEM). Empty: the authorities that this computer trusts.</source>
        <translation>Berkas (PEM). Kosong: otoritas yang dipercaya komputer ini.</translation>
    </message>
    <message>
        <source>Its public keys</source>
        <translation>Kunci publiknya</translation>
    </message>
    <message>
        <source>sha256//…, with semicolons between. Empty: any that its authority vouches for.</source>
        <translation>sha256//…, dipisah titik koma. Kosong: semua yang dijamin otoritasnya.</translation>
    </message>
    <message>
        <source>Our certificate</source>
        <translation>Sertifikat kita</translation>
    </message>
    <message>
        <source>A file (PEM), where the supplier wants to know this computer by one.</source>
        <translation>Berkas (PEM), kalau pemasok mengenali komputer ini dengan sertifikat.</translation>
    </message>
    <message>
        <source>Our certificate&apos;s key</source>
        <translation>Kunci sertifikat kita</translation>
    </message>
    <message>
        <source>A file (PEM).</source>
        <translation>Berkas (PEM).</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proksi</translation>
    </message>
    <message>
        <source>http://HOST:PORT, where there is no other way to it.</source>
        <translation>http://HOST:PORT, kalau tidak ada jalan lain.</translation>
    </message>
    <message>
        <source>The proxy&apos;s authority</source>
        <translation>Otoritas proksi</translation>
    </message>
    <message>
        <source>A file (PEM), for a proxy with https.</source>
        <translation>Berkas (PEM), untuk proksi dengan https.</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n kunci</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed by this till</source>
        <translation>Ditandatangani kasir ini</translation>
    </message>
    <message>
        <source>yes, where the supplier knows this till by its key: a copy of it is refused there.</source>
        <translation>ya, bila pemasok mengenal kasir ini dari kuncinya: salinannya ditolak di sana.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>ya atau tidak</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::AuditPanel</name>
    <message>
        <source>Journal</source>
        <translation>Jurnal</translation>
    </message>
    <message>
        <source>Every step of a payment, every posting and everything that is set is sealed into the journal, one on top of the other. What is changed afterwards shows.</source>
        <translation>Setiap langkah pembayaran, setiap pembukuan, dan setiap pengaturan disegel ke jurnal, yang satu di atas yang lain. Yang diubah sesudahnya ketahuan.</translation>
    </message>
    <message>
        <source>Look at all of it</source>
        <translation>Periksa semuanya</translation>
    </message>
    <message>
        <source>Sign it now</source>
        <translation>Tanda tangani sekarang</translation>
    </message>
    <message>
        <source>What was signed</source>
        <translation>Yang ditandatangani</translation>
    </message>
    <message>
        <source>F6 signs how the journal stands. Keep the code outside the shop: it tells how large the journal was, and its seal.</source>
        <translation>F6 menandatangani keadaan jurnal. Simpan kodenya di luar toko: berisi panjang jurnal dan segelnya.</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Ditandatangani</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>Segel</translation>
    </message>
    <message>
        <source>Looking at the journal…</source>
        <translation>Memeriksa jurnal…</translation>
    </message>
    <message>
        <source>The journal is as it was written.</source>
        <translation>Jurnal masih seperti saat dicatat.</translation>
    </message>
    <message>
        <source>The journal is not as it was written. Keep the computer as it is, and call for help.</source>
        <translation>Jurnal tidak seperti saat dicatat. Biarkan komputer apa adanya dan minta bantuan.</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>dan %1 lagi</translation>
    </message>
    <message>
        <source>What this terminal has signed of its journal</source>
        <translation>Yang ditandatangani terminal ini tentang jurnalnya</translation>
    </message>
    <message>
        <source>look at all of it</source>
        <translation>periksa semua</translation>
    </message>
    <message>
        <source>sign it now</source>
        <translation>tanda tangani</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>From entry %1 on the journal is as it was written.</source>
        <translation>Mulai catatan %1 jurnal masih seperti saat dicatat.</translation>
    </message>
    <message>
        <source>A witness has seen more of this terminal&apos;s journal, or another one. If an older copy of this shop was put back, or two copies are in use, stop one of them and call for help.</source>
        <translation>Seorang saksi sudah melihat jurnal terminal ini lebih banyak, atau jurnal lain. Kalau salinan lama toko ini dipasang kembali, atau dua salinan dipakai, hentikan salah satunya dan minta bantuan.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::LimitsPanel</name>
    <message>
        <source>Limits</source>
        <translation>Batas</translation>
    </message>
    <message>
        <source>Somebody else has changed the limits meanwhile. Look at yours again before you save.</source>
        <translation>Sementara itu orang lain mengubah batas. Periksa lagi milik Anda sebelum menyimpan.</translation>
    </message>
    <message>
        <source>Saved. They count from now on. Ctrl+Z brings the former ones back.</source>
        <translation>Tersimpan dan berlaku mulai sekarang. Ctrl+Z mengembalikan yang lama.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::OwnerGate</name>
    <message>
        <source>PIN of %1</source>
        <translation>PIN %1</translation>
    </message>
    <message>
        <source>Nobody here is the owner: this cannot be saved.</source>
        <translation>Tidak ada pemilik di sini: ini tidak bisa disimpan.</translation>
    </message>
    <message>
        <source>Looking at the PIN…</source>
        <translation>Memeriksa PIN…</translation>
    </message>
    <message>
        <source>That is not the owner&apos;s PIN. Nothing was saved.</source>
        <translation>Itu bukan PIN pemilik. Tidak ada yang disimpan.</translation>
    </message>
    <message>
        <source>Owner&apos;s PIN</source>
        <translation>PIN pemilik</translation>
    </message>
    <message>
        <source>Owner&apos;s code</source>
        <translation>Kode pemilik</translation>
    </message>
    <message>
        <source>Six digits, as the absent owner reads them from the telephone</source>
        <translation>Enam angka, seperti dibacakan pemilik dari teleponnya</translation>
    </message>
    <message>
        <source>digits</source>
        <translation>angka</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>PIN or code</source>
        <translation>PIN atau kode</translation>
    </message>
    <message>
        <source>code</source>
        <translation>kode</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SettingForm</name>
    <message>
        <source>Choose the file</source>
        <translation>Pilih berkas</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>tanpa batas</translation>
    </message>
    <message>
        <source>a new one; empty keeps the old one</source>
        <translation>yang baru; kosong berarti tetap yang lama</translation>
    </message>
    <message>
        <source>the file&apos;s path</source>
        <translation>letak berkas</translation>
    </message>
    <message>
        <source>Until it is saved: %1</source>
        <translation>Sampai disimpan: %1</translation>
    </message>
    <message>
        <source>This file cannot be read: %1</source>
        <translation>Berkas ini tidak bisa dibaca: %1</translation>
    </message>
    <message>
        <source>This file is too large to be that.</source>
        <translation>Berkas ini terlalu besar untuk itu.</translation>
    </message>
    <message>
        <source>This file is empty.</source>
        <translation>Berkas ini kosong.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SheetPanel</name>
    <message>
        <source>not saved</source>
        <translation>belum disimpan</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>belum diisi</translation>
    </message>
    <message>
        <source>%1 not saved</source>
        <translation>%1 belum disimpan</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Menyimpan…</translation>
    </message>
    <message>
        <source>Something is not saved. F8 saves it, Esc once more drops it.</source>
        <translation>Ada yang belum disimpan. F8 menyimpan, Esc sekali lagi membuangnya.</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>Tidak ada yang berubah.</translation>
    </message>
    <message>
        <source>As it was before. F8 saves it.</source>
        <translation>Seperti sebelumnya. F8 menyimpan.</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>next</source>
        <translation>berikutnya</translation>
    </message>
    <message>
        <source>save</source>
        <translation>simpan</translation>
    </message>
    <message>
        <source>done</source>
        <translation>selesai</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>change</source>
        <translation>ubah</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>seperti semula</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SupplierSheet</name>
    <message>
        <source>New: %1</source>
        <translation>Baru: %1</translation>
    </message>
    <message>
        <source>Del in the list takes it away.</source>
        <translation>Del di daftar menghapusnya.</translation>
    </message>
    <message>
        <source>Another supplier is called so.</source>
        <translation>Pemasok lain sudah memakai nama itu.</translation>
    </message>
    <message>
        <source>%1 goes. What was bought there stays in the books.</source>
        <translation>%1 dihapus. Yang sudah dibeli di sana tetap di pembukuan.</translation>
    </message>
    <message>
        <source>%1 is added at %2</source>
        <translation>%1 ditambahkan di %2</translation>
    </message>
    <message>
        <source>%1 is no supplier of this shop any more.</source>
        <translation>%1 bukan lagi pemasok toko ini.</translation>
    </message>
    <message>
        <source>%1 is saved and is being asked.</source>
        <translation>%1 tersimpan dan sedang dihubungi.</translation>
    </message>
</context>
<context>
    <name>loket::ui::screens::SuppliersPanel</name>
    <message>
        <source>Suppliers</source>
        <translation>Pemasok</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>menjawab</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Tambah %1</translation>
    </message>
    <message>
        <source>with what it has given the shop</source>
        <translation>dengan data yang diberikannya kepada toko</translation>
    </message>
    <message>
        <source>move</source>
        <translation>pindah</translation>
    </message>
    <message>
        <source>open</source>
        <translation>buka</translation>
    </message>
    <message>
        <source>take away</source>
        <translation>hapus</translation>
    </message>
    <message>
        <source>ask again</source>
        <translation>tanya lagi</translation>
    </message>
    <message>
        <source>back</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>What was typed and not saved is gone: keys are here only while somebody looks.</source>
        <translation>Yang diketik dan belum disimpan sudah hilang: kunci ada di sini hanya selama ada yang melihat.</translation>
    </message>
    <message>
        <source>A change was being saved when this page was left. Look whether it stands as you want it.</source>
        <translation>Perubahan sedang disimpan saat halaman ini ditinggalkan. Lihat apakah sudah sesuai.</translation>
    </message>
</context>
</TS>
